/* What a run spends most of its time on, a second time in C: words with their hashes, MinHash
   signatures of runs of words, and walks through decision trees. The numpy code that calls these functions is the reference; tests hold
   both to the same bits. Plain C11 without a library: `kernel.py` calls it through ctypes, so that one
   build serves every Python. Arrays are contiguous; sizes and offsets count their rows. */

#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__) && defined(__GNUC__) && defined(__linux__) && !defined(COPYDESK_PLAIN)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

int32_t copydesk_version(void) { return 2; }

static uint64_t finish(uint64_t value) {
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
    return value ^ (value >> 31);
}

static uint32_t mix32(uint32_t value) {
    value = (value ^ (value >> 16)) * 0x85EBCA6Bu;
    value = (value ^ (value >> 13)) * 0xC2B2AE35u;
    return value ^ (value >> 16);
}

/* Write the hash of each word [start, end): see hashing.py. `fold` holds what each code point below
   `limit` counts as, `base` is what each next code point is multiplied by once more. */
void copydesk_hash_words(const uint32_t *codes, const int64_t *start, const int64_t *end, int64_t words,
                         const uint64_t *fold, uint32_t limit, uint64_t base, uint64_t *out) {
    for (int64_t row = 0; row < words; row++) {
        uint64_t sum = 0, power = 1;
        for (int64_t at = start[row]; at < end[row]; at++) {
            uint32_t code = codes[at];
            sum += (code < limit ? fold[code] : code) * power;
            power *= base;
        }
        out[row] = finish(sum);
    }
}

/* Write the least of `value * a + b` so far to each place of a signature. */
static inline __attribute__((always_inline)) void lower(uint32_t *signature, uint32_t value,
                                                        const uint32_t *a, const uint32_t *b,
                                                        int64_t places) {
    for (int64_t place = 0; place < places; place++) {
        uint32_t product = value * a[place] + b[place];
        signature[place] = product < signature[place] ? product : signature[place];
    }
}

/* Write the signature of the pairs of neighbouring words of each run [first, end): a run of one word
   has one pair, whose second is 0. See shingles.py and signatures.py. */
WIDE void copydesk_sign_pairs(const uint64_t *words, const int64_t *first, const int64_t *end,
                              int64_t runs, uint64_t base, const uint32_t *a, const uint32_t *b,
                              int64_t places, uint32_t *out) {
    for (int64_t run = 0; run < runs; run++) {
        uint32_t *signature = out + run * places;
        for (int64_t place = 0; place < places; place++) signature[place] = UINT32_MAX;
        for (int64_t at = first[run], stop = end[run]; at < stop; at++) {
            if (at + 1 == stop && at > first[run]) break;
            uint64_t next = at + 1 < stop ? words[at + 1] : 0;
            lower(signature, mix32((uint32_t)finish(words[at] * base + next)), a, b, places);
        }
    }
}

/* Write the least value of each place over the rows [head, next head) of a table of signatures. */
WIDE void copydesk_least(const uint32_t *table, const int64_t *head, int64_t groups, int64_t rows,
                         int64_t places, uint32_t *out) {
    for (int64_t group = 0; group < groups; group++) {
        uint32_t *least = out + group * places;
        int64_t stop = group + 1 < groups ? head[group + 1] : rows;
        const uint32_t *row = table + head[group] * places;
        for (int64_t place = 0; place < places; place++) least[place] = row[place];
        for (int64_t number = head[group] + 1; number < stop; number++) {
            row = table + number * places;
            for (int64_t place = 0; place < places; place++)
                least[place] = row[place] < least[place] ? row[place] : least[place];
        }
    }
}

/* Write the leaf that each row falls into in each tree of `levels` levels: see forest.py. */
void copydesk_fall(const uint8_t *feature, const float *threshold, const float *leaf, int64_t trees,
                   int64_t levels, const float *values, int64_t rows, int64_t columns, float *out) {
    int64_t nodes = ((int64_t)1 << levels) - 1;
    for (int64_t row = 0; row < rows; row++, values += columns)
        for (int64_t tree = 0; tree < trees; tree++) {
            const uint8_t *asked = feature + tree * nodes;
            const float *limit = threshold + tree * nodes;
            int64_t node = 0;
            for (int64_t level = 0; level < levels; level++)
                node = 2 * node + 1 + (values[asked[node]] > limit[node]);
            *out++ = leaf[tree * (nodes + 1) + node - nodes];
        }
}
