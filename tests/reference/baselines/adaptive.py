"""The adaptive model by another route: whole contexts as keys of dictionaries, questions as ranges.

Writes adaptive.json: the cost of each of the first 3000 characters of the bundled play, and one whole
distribution.

    python3 tests/reference/baselines/adaptive.py
"""
import json
import math
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
ORDER = 5
RATE, FIRST_WEIGHT, LEAST, SUREST = 0.001, 0.15, 1e-5, 1e-4


def log_odds(p):
    p = min(max(p, SUREST), 1 - SUREST)
    return math.log(p / (1 - p))


class Question:
    """One range of characters in one context."""

    def __init__(self):
        self.asked, self.share, self.counts = 0, 0.5, [0, 0]

    def learn(self, bit):
        self.share += (bit - self.share) / (self.asked + 1.5)
        self.asked = min(self.asked + 1, 255)
        self.counts[bit] = min(self.counts[bit] + 1, 255)
        if self.counts[1 - bit] > 2:
            self.counts[1 - bit] = max(2, self.counts[1 - bit] // 4)


class Model:
    def __init__(self, size):
        self.size = size
        self.questions = {}
        self.after = {}  # (length, noes, yeses) -> [probability, how often seen]
        self.weights = defaultdict(lambda: [0.0] * (2 * ORDER))
        for known in range(ORDER + 1):
            self.weights["known", known] = [FIRST_WEIGHT] * (2 * ORDER)
        self.text = []

    def second(self, k, question):
        noes, yeses = question.counts
        return self.after.setdefault((k, noes, yeses), [(yeses + 0.4) / (noes + yeses + 0.8), 0])

    def ask(self, low, high):
        """The probability of the upper half, and what it came from."""
        odds, known, here = [], 0, []
        for k in range(ORDER):
            key = (tuple(self.text[len(self.text) - k:]), low, high) if k <= len(self.text) else None
            question = self.questions.get(key)
            here.append(key)
            if question is None:
                odds += [0, 0]
            else:
                odds += [log_odds(question.share), log_odds(self.second(k, question)[0])]
                known = k + 1
        last = self.text[-1] if self.text else "none"
        sets = [("known", known), ("question", (low + high) // 2), ("last", last)]
        z = sum(sum(self.weights[s][i] for s in sets) * odds[i] for i in range(2 * ORDER))
        return min(max(1 / (1 + math.exp(-z)), LEAST), 1 - LEAST), odds, sets, here

    def learn(self, character):
        low, high, nats, asked = 0, self.size, 0.0, []
        while high - low > 1:
            p, odds, sets, here = self.ask(low, high)
            middle = (low + high) // 2
            bit = int(character >= middle)
            nats -= math.log(p if bit else 1 - p)
            asked.append((p, odds, sets, here, bit))
            low, high = (middle, high) if bit else (low, middle)
        for p, odds, sets, here, bit in asked:  # only when the whole character is scored
            for s in sets:
                w = self.weights[s]
                for i in range(2 * ORDER):
                    w[i] += RATE * (bit - p) * odds[i]
            for k, key in enumerate(here):
                if key is None:
                    continue
                question = self.questions.get(key)
                if question is None:
                    question = self.questions[key] = Question()
                else:
                    pair = self.second(k, question)
                    pair[0] += (bit - pair[0]) / (pair[1] + 1.5)
                    pair[1] = min(pair[1] + 1, 255)
                question.learn(bit)
        self.text.append(character)
        return nats

    def probabilities(self, low, high):
        if high - low == 1:
            return [1.0]
        p = self.ask(low, high)[0]
        middle = (low + high) // 2
        return [(1 - p) * each for each in self.probabilities(low, middle)] + [
            p * each for each in self.probabilities(middle, high)]


def main():
    play = (HERE.parents[2] / "data/texts/the-book-of-yesterdays.txt").read_text()[:3000]
    characters = sorted(set(play))
    model = Model(len(characters))
    nats = [model.learn(characters.index(c)) for c in play]
    stored = {
        "characters": len(play),
        "order": ORDER,
        "nats": nats[::25],
        "mean": sum(nats) / len(nats),
        "probabilities": model.probabilities(0, len(characters)),
    }
    print(stored["mean"])
    (HERE / "adaptive.json").write_text(json.dumps(stored, indent=1) + "\n")


if __name__ == "__main__":
    main()
