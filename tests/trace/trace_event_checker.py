"""What a file in Trace Event format has to be so that Perfetto and chrome://tracing show it as it is meant.

`problems(events)` gives sentences, one for each thing that is wrong; `read(text)` gives the events of a file, also of one
whose end is missing because its writer was killed.
"""

import json

KNOWN = {"B", "E", "X", "i", "C", "M", "s", "f", "b", "e"}


def read(text):
    text = text.strip()
    if not text.endswith("]"):
        text = text.rstrip(",\n") + "]"
    return json.loads(text)


def is_complete(text):
    return text.rstrip().endswith("]")


def nanoseconds(event, key="ts"):
    return round(event[key] * 1000)


class Track:
    """The slices of one thread that are open, innermost last, and when its last event was."""

    def __init__(self):
        self.open = []
        self.last = None
        self.whole = None  # the end of the last slice that was written whole

    def check(self, event, found):
        time, phase = nanoseconds(event), event["ph"]
        if self.last is not None and time < self.last:
            found.append(f"goes back in time: {event}")
        self.last = time
        if phase == "B":
            self.open.append((event["name"], time))
        elif phase == "E":
            if not self.open:
                found.append(f"ends a slice where none is open: {event}")
            else:
                self.open.pop()
        elif phase == "X":
            end = time + nanoseconds(event, "dur")
            if end < time:
                found.append(f"lasts less than nothing: {event}")
            if self.whole is not None and time < self.whole:
                found.append(f"begins in another slice: {event}")
            self.whole = end
        if phase in "BE" and self.whole is not None and time < self.whole:
            found.append(f"goes back in time, into a slice: {event}")


def check_shape(event, found):
    if event.get("ph") not in KNOWN:
        found.append(f"unknown phase: {event}")
        return False
    if "pid" not in event or (event["ph"] not in "MC" and "tid" not in event):
        found.append(f"without process or thread: {event}")
        return False
    if event["ph"] != "M" and not (isinstance(event.get("ts"), (int, float)) and event["ts"] >= 0):
        found.append(f"without a time: {event}")
        return False
    if event["ph"] != "E" and not isinstance(event.get("name"), str):
        found.append(f"without a name: {event}")
        return False
    return True


def check_flows(events, tracks_at, found):
    starts, ends = {}, {}
    for event in events:
        if event["ph"] in "sf":
            side = starts if event["ph"] == "s" else ends
            if event["id"] in side:
                found.append(f"two arrows of one id: {event}")
            side[event["id"]] = event
            if event["ph"] == "f" and event.get("bp") != "e":
                found.append(f"an arrow that does not point at the slice around it: {event}")
            if not tracks_at[id(event)]:
                found.append(f"an arrow outside of any slice: {event}")
    for number in starts.keys() ^ ends.keys():
        found.append(f"half of an arrow: {(starts.get(number) or ends.get(number))}")
    for number in starts.keys() & ends.keys():
        if ends[number]["ts"] < starts[number]["ts"]:
            found.append(f"an arrow back in time: {starts[number]}")


def check_spans(events, found):
    """Async events: each begin has its end, in time."""
    open_spans = {}
    for event in events:
        key = (event.get("cat"), event.get("id"), event.get("name"))
        if event["ph"] == "b":
            open_spans[key] = event
        elif event["ph"] == "e":
            begin = open_spans.pop(key, None)
            if begin is None or begin["ts"] > event["ts"]:
                found.append(f"ends what has not begun: {event}")
    found.extend(f"has no end: {event}" for event in open_spans.values())


def check_counters(events, found):
    last = {}
    for event in events:
        if event["ph"] != "C":
            continue
        if any(value < 0 for value in event["args"].values()):
            found.append(f"counts less than nothing: {event}")
        if event["ts"] < last.get(event["name"], 0):
            found.append(f"counts back in time: {event}")
        last[event["name"]] = event["ts"]


def problems(events, complete=True):
    """`complete`: all slices and arrows have to have their end."""
    found = []
    events = [event for event in events if check_shape(event, found)]
    tracks, depth_at, named = {}, {}, set()
    for event in events:
        if event["ph"] == "M" and event["name"] == "thread_name":
            named.add(event["tid"])
        if event["ph"] in "MCbe":
            continue
        track = tracks.setdefault(event["tid"], Track())
        track.check(event, found)
        depth_at[id(event)] = len(track.open)
        if event["tid"] not in named:
            found.append(f"on a track without a name: {event}")
    if complete:
        for number, track in tracks.items():
            found.extend(f"slice {name} of track {number} has no end" for name, _ in track.open)
        check_flows(events, depth_at, found)
    check_spans(events, found)
    check_counters(events, found)
    return found
