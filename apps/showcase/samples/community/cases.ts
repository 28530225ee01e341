/**
 * Something that goes wrong for people who make and mend things. `trouble` and `cause` are clauses that can stand
 * alone or after “that”; `tried` follows “I have”; `remedy` is something to do, and `sign` tells that it helped.
 */
export interface Case {
  readonly topic: string;
  readonly thing: string;
  readonly trouble: string;
  readonly tried: string;
  readonly cause: string;
  readonly remedy: string;
  readonly sign: string;
}

type CaseLine = readonly [
  thing: string,
  trouble: string,
  tried: string,
  cause: string,
  remedy: string,
  sign: string,
];

const about = (topic: string, lines: readonly CaseLine[]): readonly Case[] =>
  lines.map(([thing, trouble, tried, cause, remedy, sign]) => ({
    topic,
    thing,
    trouble,
    tried,
    cause,
    remedy,
    sign,
  }));

// biome-ignore format: a line is a case
const BICYCLES = about('bicycles', [
  ['front brake', 'the front brake squeals in the rain', 'cleaned the rim with alcohol', 'the pads meet the rim with their back edge first', 'turn the pads so that the front edge touches a hair earlier', 'it stops within a metre and says nothing'],
  ['chain', 'the chain skips on the two smallest sprockets', 'put on a new chain', 'the sprockets have worn to the shape of the old chain', 'change the cassette together with the chain', 'you can stand on the pedals at the lights again'],
  ['rear wheel', 'the rear wheel loses a spoke every month', 'replaced each spoke as it went', 'the tension on the left side is far too low', 'have all spokes on that side brought up a half turn at a time', 'a plucked spoke sounds the same all the way round'],
  ['dynamo lamp', 'the dynamo lamp flickers below walking pace', 'soldered both plugs again', 'the standlight takes its share before the lamp does', 'leave it on for a whole hour of riding, so that the capacitor forms again', 'it stays lit while you push the bicycle'],
  ['pannier rack', 'the pannier rack hums at one particular speed', 'tightened every bolt I could find', 'the lower stay is a little too long and swings', 'put a rubber washer between stay and frame', 'it is quiet even on the cobbles by the mill'],
  ['saddle', 'the saddle creaks with every second turn of the pedals', 'greased the seat post', 'the rails move in the clamp, and it is not the post at all', 'take the clamp apart, clean it and put a drop of oil on each rail', 'the ride home is silent'],
]);

// biome-ignore format: a line is a case
const BREAD = about('bread', [
  ['rye loaf', 'the rye loaf splits along the bottom', 'scored the top much deeper', 'the dough goes into the oven before it has risen enough', 'give it another forty minutes, until a dent comes back slowly', 'the crack moves to the top, where it belongs'],
  ['starter', 'the starter smells of nail varnish after two days', 'fed it more flour', 'it is hungry, and warm besides', 'feed it twice a day for a week, or keep it in the coldest corner', 'it smells of yoghurt and apples'],
  ['crust', 'the crust goes soft an hour after baking', 'baked it ten minutes longer', 'the steam from the crumb has nowhere to go', 'leave the loaf in the open oven while it cools down', 'it still crackles when you cut it in the evening'],
  ['baguette', 'the baguettes come out pale on one side', 'turned the tray halfway through', 'the fan blows at that side and dries it before it browns', 'bake without the fan, on a stone that has been in for an hour', 'both sides are the colour of a violin'],
  ['crumb', 'the crumb stays gummy in the middle', 'bought a better thermometer', 'the loaf is cut while it is still baking inside', 'wait until the next morning, however good it smells', 'the knife comes out clean'],
  ['dough', 'the dough sticks to everything in summer', 'used less water', 'the flour takes up less when the kitchen is at thirty degrees', 'chill the water and mix for half as long', 'you can shape it with damp hands only'],
]);

// biome-ignore format: a line is a case
const GARDEN = about('garden', [
  ['tomatoes', 'the tomatoes split just before they are ripe', 'picked them earlier', 'they get a flood on Saturdays and nothing in between', 'water a little every other day and cover the ground with straw', 'the skins stay whole until you want them'],
  ['beans', 'the runner beans flower and then drop everything', 'given them more compost', 'the nights have been too warm for them to set', 'spray the flowers in the evening and wait for cooler weather', 'there are more beans than neighbours'],
  ['apple tree', 'the apple tree bears only every other year', 'pruned it hard in winter', 'a heavy year leaves it nothing for the next one', 'thin the fruit in June, one to a hand’s width', 'it gives two baskets every autumn'],
  ['compost', 'the compost does nothing but sit there', 'turned it every week', 'it is all grass and no straw, and much too wet', 'mix in torn cardboard until a handful no longer drips', 'it steams in the morning'],
  ['seedlings', 'the seedlings grow tall and then fall over', 'moved them closer to the window', 'they have warmth without light', 'keep them at fifteen degrees and brush them with your hand each day', 'the stems are as thick as a pencil lead'],
  ['rosemary', 'the rosemary dies every February', 'wrapped it in fleece', 'it drowns, it does not freeze', 'plant it on a mound with gravel underneath', 'the bees find it in March'],
]);

// biome-ignore format: a line is a case
const RADIO = about('radios', [
  ['valve radio', 'the valve radio hums louder than it plays', 'changed the output valve', 'the big capacitor has dried out', 'replace it, and the small one beside it, before anything else', 'you hear the announcer breathe'],
  ['tuner', 'the tuner drifts off the station as it warms up', 'marked the scale with pencil', 'one ceramic capacitor changes with the heat', 'swap it for one that is rated for no drift', 'it stays where it was put all evening'],
  ['cassette deck', 'the cassette deck eats tapes on the second side', 'cleaned the heads', 'the pinch roller has gone hard and shiny', 'roughen it with fine paper, or fit a new one', 'both sides wind evenly'],
  ['amplifier', 'the left channel comes and goes when somebody walks past', 'pressed every plug back in', 'there is a cracked joint under the volume control', 'heat that joint until the solder flows again', 'you can dance next to it'],
  ['headphones', 'the headphones only play if the cable is held just so', 'wrapped the plug with tape', 'the wire has broken where it enters the plug', 'cut off four centimetres and solder a new plug on', 'nobody has to hold anything'],
]);

// biome-ignore format: a line is a case
const WOOD = about('woodwork', [
  ['drawer', 'the drawer sticks as soon as it rains', 'rubbed the sides with a candle', 'the front swells, not the sides', 'take two shavings off the top edge of the front only', 'it runs in every weather'],
  ['table top', 'the table top has cupped towards the window', 'clamped it flat for a week', 'only its upper side was ever oiled', 'oil the underside as well and let it move on slotted screws', 'a straight edge shows no light by autumn'],
  ['chisel', 'the chisel will not hold an edge through one mortise', 'sharpened it at a finer angle', 'the first two millimetres were burnt on a grinder', 'grind past the blue and hone it at thirty degrees', 'it cuts the end grain of pine'],
  ['chair', 'the chair rocks on one leg, and never the same one', 'sawed a little off the longest leg', 'it is the floor that is uneven', 'try it on a sheet of glass before you cut anything', 'four shims of veneer are enough'],
  ['glue joint', 'the glue joint opened along its whole length', 'used more glue', 'so much pressure has squeezed the glue out', 'clamp it until a thin line of beads appears, and no further', 'the wood breaks beside the joint'],
  ['door', 'the old door catches at the top corner', 'planed the edge by the lock', 'the upper hinge has worked loose', 'fill the screw holes with matchsticks and glue, and screw it back', 'a finger closes it'],
]);

// biome-ignore format: a line is a case
const SEWING = about('sewing', [
  ['sewing machine', 'the sewing machine leaves loops on the underside', 'changed the bobbin', 'the upper thread has slipped out of the tension discs', 'thread it again with the foot raised', 'the seam looks the same from both sides'],
  ['zip', 'the zip opens behind the slider', 'waxed the teeth', 'the slider has spread', 'press it together with pliers, a little on either side', 'it holds when you sit down'],
  ['wool coat', 'the wool coat pills under the arms', 'shaved it twice', 'the lining is rougher than the cloth', 'line the sleeves with something slippery', 'it lasts until spring without the razor'],
  ['hem', 'the hem waves like the sea', 'ironed it with steam', 'the foot pushes the upper layer ahead', 'sew with paper underneath and tear it away after', 'it hangs straight'],
  ['jeans', 'the patch on the jeans tears out at its edge', 'used stronger thread', 'the patch is stiffer than what is around it', 'make it larger, with rounded corners, and darn over its edge', 'the knee wears out somewhere else'],
]);

// biome-ignore format: a line is a case
const WALKING = about('walking', [
  ['boots', 'the boots let water in after an hour of wet grass', 'waxed them three times', 'the seam at the tongue is stitched and not glued', 'seal that seam from inside', 'the socks are dry at the hut'],
  ['map', 'the map shows a path that is not there any more', 'asked at the farm', 'the beck has moved, and the path went with it', 'follow the wall instead, and write to whoever prints the map', 'the next edition has it right'],
  ['rucksack', 'the rucksack pulls backwards on every climb', 'shortened all the straps', 'the heavy things are at the bottom', 'put the water high and close to the back', 'you can look up while you walk'],
  ['stove', 'the stove burns yellow above the tree line', 'cleaned the jet', 'the canister is too cold to give enough gas', 'keep it in the sleeping bag overnight', 'the water boils in four minutes'],
  ['tent', 'the tent is wet inside every morning', 'treated the flysheet', 'it is your own breath on cold cloth', 'leave both doors open at the top', 'you wake up dry, and a little cold'],
]);

// biome-ignore format: a line is a case
const KITCHEN = about('kitchen', [
  ['cast iron pan', 'everything sticks to the cast iron pan', 'seasoned it six times', 'it is washed too gently, and old fat turns to glue', 'scrub it with salt and burn in one thin coat', 'an egg slides by itself'],
  ['kettle', 'the kettle switches off before it boils', 'descaled it with vinegar', 'the lid does not close, and the steam misses the sensor', 'bend the catch of the lid back by a millimetre', 'the tea is worth drinking'],
  ['knife', 'the kitchen knife is blunt again after one onion', 'bought a new stone', 'a wire edge was left on when it was sharpened', 'draw it over leather twenty times to each side', 'it goes through a tomato by its weight'],
  ['pressure cooker', 'the pressure cooker hisses all round the lid', 'bought a new valve', 'the gasket has been in upside down since the move', 'turn it over and grease it with a drop of oil', 'only the valve hisses'],
  ['marmalade', 'the marmalade will not set', 'boiled it longer', 'by now the pectin is boiled to pieces', 'stop earlier next time, and add the pips in a muslin bag', 'it wrinkles on a cold plate'],
  ['oven', 'the oven burns the back and leaves the front raw', 'turned everything round', 'the seal of the door has a gap at the bottom', 'close the gap with a new seal, which costs less than a cake', 'two trays of biscuits come out alike'],
]);

/** Everything that these people talk about. */
export const CASES_BY_TOPIC: ReadonlyMap<string, readonly Case[]> = Map.groupBy(
  [...BICYCLES, ...BREAD, ...GARDEN, ...RADIO, ...WOOD, ...SEWING, ...WALKING, ...KITCHEN],
  ({ topic }) => topic,
);
