"""Common first names that show a gender. A name that is not here may have either gender."""

MEN_NAMES = (
    "john james robert michael william david richard joseph thomas charles daniel matthew anthony mark donald steven paul andrew joshua kenneth kevin brian "
    "george timothy ronald edward jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory alexander "
    "frank patrick raymond jack dennis jerry tyler aaron jose adam nathan henry peter kyle ethan carl arthur roger keith jeremy terry lawrence sean albert "
    "ted joe jim tom bob mike bill steve dan tim chris ben jeff greg vladimir sergei dmitry ivan mikhail yuri olaf rishi "
    "mohammed mohammad muhammad ahmed ali hassan omar ibrahim luis carlos juan pedro antonio francisco viktor"
)
WOMEN_NAMES = (
    "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley kimberly emily donna michelle carol "
    "amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha "
    "katherine christine debra rachel carolyn janet catherine maria heather diane ruth julie olivia joyce virginia victoria kelly lauren christina joan "
    "evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann sara madison frances kathryn janice jean alice hillary carly "
    "theresa liz ursula marine giorgia fatima aisha nadia elena olga svetlana natalia anne jane kate lucy sophie claire"
)
MEN, WOMEN = frozenset(MEN_NAMES.split()), frozenset(WOMEN_NAMES.split())
