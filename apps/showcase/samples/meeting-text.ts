/** The minutes in full. */
export const MEETING_TEXT = `# Minutes of the members’ evening, 12 March

There were nineteen of us: ten at the table, and nine on the sofa, its arms and the stairs. Grace led the evening and Ada wrote it down. We began at seven with tea, and Alan had brought the small lemon cakes, so we really began at ten past.

Two people came for the first time. Vint has moved into the house with the blue gate and mends radios. Margaret wants to build a boat, “not a large one”, and asked how wide the yard door is. It is a metre and ten. She said that she would think about it.

The minutes of January were read and found right, except that it was Ursula and not Sophie who had offered the sewing machines. Ursula wished it to be known that she still does.

## Friday evenings

Alan gave the numbers. Since January we have been open on ten Fridays, and on most of them four people came. Wednesdays have nineteen or twenty, and by eight o’clock one cannot find a free vice. For each Friday somebody has to be there with the key from six until ten, light the stove, and put it out again. That somebody has been Alan on eight of the ten.

Wendy proposed to give up the Friday and open on Saturday morning in its place, from nine to one, with bread from the bakery for whoever comes before ten. People with children can come then, she said, and people who work late can come at all.

Ursula spoke against it. She comes on Fridays because it is quiet; she has no other evening; and a house that is only open when it is full is no help to those who do not like it full. Nobody had an answer to that at once. After a while Radia said that the reading room could be kept quiet on Saturdays until eleven, with the door shut and a sign on it, and that she would see to the sign. Ursula said that she would try it until summer and then say honestly how it was.

We agreed to change from the first Saturday in April, seventeen for and two against, and to talk about it once more in June. The morning is shared among six people, who have put their names on the list by the door; Alan is not among them, on purpose.

## The roof over the store

Peter has been up on the ladder. Eleven tiles over the north gutter are broken and about thirty more have slipped. Two buckets stand in the store, and they are emptied in the morning and at night, mostly by whoever thinks of it. So far nothing has got wet that matters, but the sewing machines stand a metre from where it drips.

The roofer asks 2,340 for everything. In the tin there are 1,900, of which 260 belong to the summer outing. Grace wanted to know whether we could wait until the autumn collection. Peter thought not: the battens are soft already, and when they go it is no longer a matter of tiles.

What settled it was that the roofer takes a day off the bill if somebody else carries. Three people can do that: Peter, Ole and Barbara, all of whom have done it before and are insured. That makes it 1,980. Katherine offered to lend the rest until the collection, without a paper. Grace said that there will be a paper.

All nineteen were for it. Peter rings the roofer on Monday and asks for the week after Easter. Until then there is a list for the buckets too, and the machines move to the long bench under a sheet.

## The table saw

There have been eleven complaints since Christmas: nine from the reading room, one from the neighbour, and one from Tony about the complaints. All of them were about the time after eight in the evening.

Tony explained that a saw is loud for two reasons. One is that it is a saw. The other is that the blade has been in since last spring and is blunt, and a blunt blade sings. A new one is 48 and is quieter by more than anyone would think. He would like to change it every quarter and send the old one to be ground, so that there is always a sharp one in the drawer.

Hedy still has the felt from the piano store, a whole roll, and would hang it on the wall to the reading room. It is two days of work with a second pair of hands. Ada, who sits on the other side of that wall, put hers up.

Then came the question of a rule. Some wanted the saw to stop at eight. Others said that those who work all day have only the evening, and that a rule that nobody keeps is worse than none. Edsger thought that people keep a rule when they know the reason, and that one might simply write beside the switch: “On the other side of this wall somebody is reading.” That was liked very much, and Joan will letter it.

In the end we voted for both, the sign and the rule: the saw rests from eight, the blade is changed every quarter, the felt is hung now. Fifteen were for it and four against. The four have been promised that on the last Wednesday of the month the reading room closes early, and then it may be as loud as it likes until ten.

## What is lent, and for how long

Radia has gone through the cards. We own 412 tools, of which 96 are out today, and 31 have been out for more than a month. Seven of those are drills. There is one hedge trimmer that has not been seen since August, and everybody knows where it is.

Nobody wanted fines. Ole said that those who can pay them do not mind, and the others stay away, and that the others are why we are here. Radia has found that letters do not help either: people are ashamed, and the longer it lasts the harder it becomes to walk in. If one rings them up, they laugh and bring it the next day.

So from now on a loan is for two weeks, and may be made longer twice if nobody is waiting. After that Radia or Sophie rings. Whoever brings something back late gets a cup of tea like everybody else. Eighteen were for it. Donald was against, because in his opinion two weeks are too long for a wheelbarrow in May; we made the wheelbarrows three days.

## Parked

Niklaus asked for a kiln. It needs a line of its own for the current, a floor that does not burn, and about 900; we shall ask again when the roof is dry. Somebody should look at the lights in the yard before somebody else falls over the bicycle stand. And there has to be a second key, so that Alan can be ill like other people.

## The end

We closed at twenty past nine. The cups were washed by Ivan and Fran. The next evening is on 14 May, and Wendy brings the cakes.
`;
