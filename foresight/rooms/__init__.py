"""Rooms: what the people in a workshop predict and vote, kept in one small database on the facilitator's machine."""
