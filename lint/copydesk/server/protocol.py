"""The protocol of pygls, with an answer to invalid requests, which pygls only logs."""

from __future__ import annotations

from typing import Any

from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol


class Protocol(LanguageServerProtocol):
    """Answers every request: a client would wait for ever otherwise."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Return the message of decoded JSON; raises JsonRpcException."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            raise
