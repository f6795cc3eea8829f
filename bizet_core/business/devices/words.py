"""256 short, common English words that sound unlike each other over a telephone: eight bits each."""

_LIST = """
    acorn actor album amber anchor angel ankle apple apron arch arrow artist attic autumn badge baker balcony
    ballet banana banjo barrel basket beach bean bear bell bench berry bicycle blanket blossom boat bonnet book
    bottle bread breeze brick bridge broom bubble bucket button cabin cactus camel candle canoe canyon carpet
    carrot castle cellar cello chalk cherry chess chimney cinema circus clock cloud clover coast cobweb coconut
    coffee comet copper coral cork cotton crayon cricket crown crystal cupboard curtain daisy dancer desert
    diamond dolphin donkey dragon drum eagle easel echo elbow elephant emerald engine evening falcon farmer
    feather fennel ferry fiddle finger firefly flamingo flute forest fossil fountain fox galaxy garden garlic
    ginger giraffe glacier glove goose granite grape guitar hammer harbour harp hazel helmet heron hill honey
    hotel hummingbird iceberg igloo island ivory jacket jaguar jasmine jelly jigsaw jungle kangaroo kettle
    kingdom kitchen kite koala ladder lagoon lantern lemon leopard library lilac lion lizard lobster lotus
    magnet mango maple marble market meadow melon mermaid mirror monkey moon mosaic mountain muffin museum
    nectar needle nest noodle nutmeg oasis ocean octopus olive onion opera orange orchard orchid otter owl
    oyster paddle palace panda paper parrot peach peanut pebble pelican pencil penguin pepper piano picnic
    pillow pilot pineapple planet plum pocket poet pony poppy potato pumpkin puzzle quartz queen quilt rabbit
    radio rainbow raven ribbon river robin rocket rose ruby saddle saffron sailor salmon sandal satin scarf
    school shadow shell silver singer snow sofa spider sponge spoon squirrel star stone summer sunset swan table
    teacher teapot tiger tulip violin
"""
WORDS = tuple(_LIST.split())
assert len(set(WORDS)) == 256
