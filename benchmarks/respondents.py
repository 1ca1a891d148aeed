"""A respondent without a browser: a websocket session that speaks Streamlit's own protocol, answers every page and submits.

Keeps the seconds of every page step, from the click until the server has drawn the whole page, and what it answered.
"""

import random
import time
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

WIDGETS = ("radio", "number_input", "checkbox", "text_area", "button", "button_group")
PATIENCE = 120  # seconds that a step is waited for


@dataclass
class Respondent:
    """One session on the form at `host:port`, with its link's token."""

    place: str
    token: str
    think: float
    steps: list[float] = field(default_factory=list)
    given: dict[str, str] = field(default_factory=dict)

    def answer(self) -> None:
        """Enter, answer every question of every page, submit."""
        chance = random.Random(self.token)
        with connect(
            f"ws://{self.place}/_stcore/stream", subprotocols=["streamlit"], origin=f"http://{self.place}", max_size=None
        ) as socket:
            page = self._step(socket, {}, "")
            while (button := next((b for b in ("start", "next", "submit") if self._button(page, b)), None)) is not None:
                time.sleep(self.think * chance.uniform(0.5, 1.5))
                states = {
                    id: self._choose(kind, element, chance) for id, (kind, element) in page.items() if kind in ("radio", "number_input")
                }
                page = self._step(socket, {id: state for id, state in states.items() if state}, self._button(page, button))
                if button == "submit":
                    return

    def _button(self, page: dict, key: str) -> str:
        return next((id for id, (kind, _) in page.items() if kind == "button" and id.endswith(f"-{key}")), "")

    def _choose(self, kind: str, element: object, chance: random.Random) -> tuple[str, object] | None:
        item = element.id.split("-answer-")[-1] if "-answer-" in element.id else ""
        if not item:
            return None
        item = item.rsplit("-", 2)[0]  # the key ends with the language and a number
        if kind == "number_input":
            number = float(chance.randint(int(element.min), int(element.max)))
            self.given[item] = f"{number:g}"
            return "double_value", number
        option = chance.choice(list(element.options))
        self.given[item] = option
        return "string_value", option

    def _step(self, socket, states: dict, button: str) -> dict:
        """Click a button with these answers on the page; the page that comes."""
        message = BackMsg()
        message.rerun_script.query_string = f"t={self.token}"
        message.rerun_script.context_info.locale = "en-US"
        for id, (kind, value) in states.items():
            state = message.rerun_script.widget_states.widgets.add(id=id)
            setattr(state, kind, value)
        if button:
            message.rerun_script.widget_states.widgets.add(id=button, trigger_value=True)
        start = time.perf_counter()
        socket.send(message.SerializeToString())
        page = {}
        while True:
            found = ForwardMsg.FromString(socket.recv(timeout=PATIENCE))
            kind = found.WhichOneof("type")
            if kind == "delta" and found.delta.WhichOneof("type") == "new_element":
                element = found.delta.new_element
                widget = element.WhichOneof("type")
                if widget == "exception":
                    raise RuntimeError(element.exception.message)
                if widget in WIDGETS:
                    page[getattr(element, widget).id] = widget, getattr(element, widget)
            if kind == "script_finished":
                break
        self.steps.append(time.perf_counter() - start)
        return page
