"""What judges text: phrases, word lists, frequencies."""
