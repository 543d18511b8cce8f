"""Sentences of the change that would raise a figure most."""

from fractions import Fraction

from nisassess.sdk.scoring.types import GateScore, GateState
from nisassess.sdk.scoring.words.common import Words


class ChangeWords(Words):
    """What a change does to the figures, in one language."""

    def rises(self, figure: str, before: float | None, after: float | None) -> str:
        """One figure before and after."""
        name, new = self.say(f"change.{figure}"), self._number(figure, after)
        if before is None:
            return self.say("change.known", name=name, after=new)
        return self.say("change.rises", name=name, before=self._number(figure, before), after=new)

    def gate_moves(self, gate: GateScore, after: GateScore) -> str:
        """One gate before and after."""
        if gate.state is not after.state:
            old, new = self.gate(gate.state), self.gate(after.state)
        else:
            old, new = self._plain(gate.reached), self._plain(after.reached)
        return self.say("change.moves", title=gate.title, before=old, after=new)

    def outcome_moves(self, before: GateState, after: GateState) -> str:
        """The outcome before and after."""
        return self.say("change.outcome", before=self.gate(before), after=self.gate(after))

    def _number(self, figure: str, value: float | None) -> str:
        if figure == "attainment_at_least" and value is not None:
            return self.say("percent", value=self.digits(Fraction(round(value * 100, 1))))
        return self._plain(value)

    def _plain(self, value: float | None) -> str:
        return self.say("change.open") if value is None else self.digits(Fraction(value))
