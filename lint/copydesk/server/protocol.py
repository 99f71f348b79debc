"""The protocol as pygls has it, but that a request which cannot be understood is answered,
not only noted.
"""

from __future__ import annotations

from typing import Any

from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol


class Protocol(LanguageServerProtocol):
    """Answers every request: a client waits for ever otherwise."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Return the message that decoded JSON stands for; raises JsonRpcException."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            raise
