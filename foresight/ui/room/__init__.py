"""The parts of the page on which a room predicts and votes: the facilitator's side, the participants', and the way in."""
