/** What a plan cannot show: how the house is used, and what may change. */
export const FLOOR_PLAN_TEXT = `# Mill Lane Workshop, ground floor

The house was a mill for mustard until 1961 and a store for pianos after that. For nine years it has been ours: a workshop, a room to read in, and a library that lends tools instead of books. Everything on the plan was measured in February with a steel tape, by Fran and Ivan, and is right to about two centimetres. The walls are not straight; where two numbers disagree, believe the shorter one.

## How the rooms hang together

You come in from the yard into the hall, where somebody sits at the desk whenever the house is open. From there it is one door to everything quiet, one to the kitchen, and one to everything loud. The tool library has its own way to the yard, so that a ladder need not be carried past the soup.

## Noise

The table saw stands nearer to the reading room than anybody would put it today. Moving it means a new foundation, since it weighs as much as six of us. The felt that Hedy found would take away about half of what one hears, says Ivan, who clapped on both sides of the wall and counted. We try the felt first.

## What may be moved and what may not

Everything that is teal can be moved by two people. Shelves are screwed to the wall, and the orange machines are screwed to the floor: ask Tony before you even think of it. The corner between the drill and the lathe stays empty. It looks like a waste of space until the day on which you have to turn a plank of three metres.

## The yard

The bicycle stands hold eight, and on Wednesdays there are fourteen. Wendy would like a rain barrel under the spout by the pear tree. The beans belong to everybody, which has to be said once a year, in July.
`;
