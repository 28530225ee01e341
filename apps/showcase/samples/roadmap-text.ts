/** What the plan of the year leaves out: why it is so. */
export const ROADMAP_TEXT = `# A year of the Heron lamp

Heron is a lamp for bicycles that has nothing to charge. A small wheel inside the hub turns a magnet, and the magnet makes the light; while you wait at a crossing, it lives on what the last hill gave it. Five of us build it in the back room at Mill Lane. Last winter there was one lamp, on Radia’s bicycle. By the end of this year there should be a little over twelve hundred, on the bicycles of people we have never met.

## How to read the board

Each column is a quarter and each row is one part of the work; the colour of a note says which. A note is something that we mean to do, written so that on the last day of the quarter anybody can say yes or no. At the foot of a column stands how many lamps we make, and beside it the one day in that quarter that we would be sorry to miss.

## Why repair has a row of its own

We asked three shops what people bring back. It was never the light. It was the switch, the clip and the cable, and in nine of ten cases the whole lamp went into the bin because nothing in it came apart. So Heron opens with a coin, its wiring is printed inside the lid, and every part has a price from the first day. If this row falls behind, the others wait for it. We wrote that down in January, when it was easy to say.

## What could go wrong

The road test is in May, and there is only one more date before the autumn. If the lens does not pass, we lose the summer, which is why six lamps go there and not two. The foundry that casts the brackets closes for all of August; Peter has the order ready, and it must leave by the last week of June.

The other risk is us. Hedy has a child coming in September and will be gone until the new year. Until then she shows Ole how the coils are wound, every Thursday, and Ole writes it up with pictures.

## Not this year

At the bottom of the board are four good ideas that we said no to, each with its reason. They may be brought up again in December, with a cake. Until then, whoever begins a sentence with “it would only take a weekend” washes up.
`;
