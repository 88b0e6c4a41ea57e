"""The lexicon of attribution: words that introduce somebody's words, thoughts or wishes, and the stance of each word.

One line of a table is `stance | frames | lemmas`. A frame says how the content follows the cue: `that` means
a clause or a quotation, `to` an infinitive, `object` a noun phrase, `as` a phrase after an object ("describe
it as …"). Any other word is the preposition that introduces the content. A lemma may be on several lines,
one for each stance. If two lines have the same frame, the first one counts.
"""

VERBS = """
says     | that object      | say state note explain tweet declare announce recount remark mention recall
says     | that             | add tell report point continue respond reply remind read quip joke reiterate repeat
says     | that             | comment counter proclaim interject emphasize emphasise observe recite shout yell whisper
says     | that             | retort muse clarify reason inform notify testify relate profess reassure intone exclaim
says     | that             | confide stipulate specify deadpan crow opine advise email text chime sum drawl
says     | that             | blog snap bark chant preach crack mutter murmur scoff shrug sigh laugh volunteer elaborate
says     | object           | chant tout reiterate repeat detail outline stress underscore
says     | that object      | stress proclaim pronounce describe express voice echo recite publicize articulate convey
says     | that object      | reveal
says     | that             | write post highlight disclose discuss
says     | as               | describe characterize characterise define frame portray cast present
claims   | that to          | claim allege
claims   | that             | assert argue contend insist maintain boast brag posit surmise imply pretend charge
claims   | that             | lament complain protest fume grouse gripe vent bemoan decry speculate theorize
claims   | object           | allege argue
claims   | about            | boast brag complain speculate joke rant gush
claims   | of               | boast brag complain
claims   | that             | convince persuade
confirms | that to          | admit confess agree acknowledge concede
confirms | that object      | confirm recognize recognise affirm reaffirm verify
confirms | object           | acknowledge
confirms | for              | apologize apologise
confirms | with             | agree concur
confirms | that             | concur
denies   | that object      | deny dispute rebut refute dismiss
denies   | object           | reject repudiate renounce disavow contest debunk
denies   | with             | disagree
warns    | that to object   | fear
warns    | that             | warn caution worry
warns    | to of against about | warn caution
warns    | about            | fret
predicts | that object      | predict forecast foresee envision anticipate foretell
predicts | that             | estimate calculate reckon bet expect presume
predicts | to object        | expect
promises | that to          | promise vow pledge swear assure guarantee
promises | object           | vow
promises | to               | threaten commit volunteer
proposes | that object      | suggest propose recommend
proposes | to               | propose
proposes | that             | hint signal
proposes | at               | hint
orders   | that to          | urge demand order beg implore direct instruct command encourage
orders   | object           | demand order
orders   | to               | call ask challenge plead lobby appeal
orders   | for              | call push advocate petition plead appeal campaign
orders   | on               | call
orders   | object           | advocate
asks     | that             | ask wonder inquire enquire ponder
asks     | that object      | question doubt
asks     | about            | wonder
asks     | for              | ask
accuses  | of              | accuse suspect convict
accuses  | object as for    | criticize criticise blame denounce blast slam assail condemn mock savage
accuses  | object for       | deride decry rebuke chide castigate lambast lambaste excoriate ridicule fault
accuses  | object for       | scold admonish chastise berate belittle insult disparage malign accuse
says     | to               | tell
accuses  | that             | denounce mock criticize blast condemn charge
accuses  | against          | rail fulminate
accuses  | at               | balk scoff bristle lash
praises  | object as for    | praise hail laud commend applaud congratulate thank extol salute tout credit
praises  | object           | welcome admire herald
supports | object           | endorse defend support back espouse prefer approve
supports | object           | like love relish
supports | for              | vouch
supports | with             | side
opposes  | object           | oppose protest lament bemoan resent despise loathe hate distrust detest veto
opposes  | to               | object
opposes  | of               | disapprove
mentions | object           | cite discuss invoke reference quote list
mentions | about            | talk speak
mentions | of               | speak
mentions | to               | refer point allude
mentions | on               | comment touch opine
mentions | as               | refer cite list quote
shows    | that             | show find indicate demonstrate conclude rule illustrate
shows    | object           | document
thinks   | that             | think believe feel know realize realise understand suspect guess consider learn imagine notice
thinks   | that             | conclude figure doubt forget remember see
thinks   | object           | remember fear recall
thinks   | as               | view see regard perceive dismiss
thinks   | about            | think
thinks   | in               | believe
wants    | that to          | hope want wish
wants    | to               | look
wants    | to               | plan intend seek desire like prefer plot opt
wants    | object           | want
wants    | for              | hope wish yearn
withholds | to              | decline refuse
says     | object           | call dub answer report post issue unveil tweet email preach pitch float broadcast offer
says     | object           | characterize liken equate joke
says     | about            | tell write comment testify muse
says     | object           | share disclose recount
says     | as               | label bill pitch portray position peg
says     | object           | portray
says     | to              | testify
says     | by               | respond
says     | on              | elaborate expand
says     | that            | intimate emphasise underscore dub
confirms | object           | concede accept
confirms | with             | align identify
denies   | object           | decline underplay contradict counter
denies   | from             | distance
warns    | about            | worry
predicts | object           | estimate
predicts | that             | assume project
promises | to               | offer
orders   | to               | allow push authorize persuade press permit advise
orders   | object           | urge request block prohibit authorize restrict sign
orders   | for              | press lobby
asks     | object           | challenge
accuses  | object           | attack rip knock satirize trash expose bash vilify demonize smear
accuses  | for              | attack knock rip ding fault
accuses  | as               | attack deride decry dismiss
accuses  | after            | go
accuses  | against          | campaign argue
praises  | object           | trumpet promote trust respect admire spotlight
praises  | for              | cheer root
supports | object           | favor champion
supports | for              | pull
supports | by               | stand
opposes  | object           | dislike resist regret
mentions | object           | highlight emphasize emphasise compare contrast
mentions | on               | focus dwell reflect
shows    | object           | show
shows    | that             | prove
thinks   | object           | see view consider deem understand judge rank interpret witness learn
thinks   | that             | hear assume
thinks   | of               | think learn know dream
thinks   | about            | learn feel
thinks   | at               | marvel
wants    | to               | aim
wants    | object           | seek request
withholds | object          | withhold
says     | that             | make_clear put_it
says     | object that      | lay_out spell_out tweet_out put_forward put_forth read_out sum_up
says     | that             | fire_back shoot_back hit_back go_on chime_in weigh_in
accuses  | object           | call_out single_out tear_into lash_out hit_out
denies   | object           | rule_out shrug_off brush_off wave_off turn_down play_down shoot_down wave_away
mentions | object           | talk_up play_up bring_up
wants    | to               | set_out
accuses  | at               | lash_out fire_back hit_back hit_out shoot_back
opposes  | against on       | speak_out come_out push_back
says     | on about         | weigh_in
supports | for              | come_out stand_up
denies   | object           | walk_back
accuses  | object as        | write_off
thinks   | that             | figure_out find_out
says     | that             | avow bellow brief enthuse enunciate groan grumble hiss holler interrupt jest moan mumble philosophize
says     | that             | rave rejoin roar scream shriek sneer sniff snort stammer thunder wail whine wisecrack attest caution
says     | that             | recollect reminisce retell disclose divulge foretell prophesy apprise affirm assert stipulate avouch
claims   | that             | conjecture hypothesize theorise postulate gloat
accuses  | object           | assail besmirch bemoan censure decry denigrate deplore deprecate flay impugn lambast pillory
accuses  | object           | rebuke reproach reprimand reprove revile scorn upbraid taunt deplore
praises  | object           | acclaim adore appreciate compliment eulogize exalt glorify lionize revere venerate cherish
opposes  | object           | abhor deplore disdain dread rue begrudge
thinks   | that             | suppose presume deduce infer sense gather fathom intuit fret discern
wants    | to               | aspire long yearn strive
promises | to               | undertake
"""

ADJECTIVES = """
thinks   | that of about    | sure certain confident convinced aware unsure doubtful skeptical sceptical suspicious mindful
thinks   | that about       | optimistic hopeful pessimistic adamant undecided serious
warns    | that of about at | worried concerned afraid fearful wary leery uneasy nervous apprehensive anxious
accuses  | that of about at with by | angry furious upset frustrated disappointed unhappy outraged appalled dismayed irritated
accuses  | of               | critical dismissive distrustful
praises  | that of about with to | glad proud pleased thrilled happy grateful impressed excited delighted
supports | of               | supportive fond enamored appreciative
supports | to               | open
opposes  | to               | opposed hostile
wants    | to               | willing eager inclined determined unwilling reluctant hesitant
wants    | in               | interested
thinks   | that             | surprised unaware
"""

NOUNS = """
claims   | that of          | claim assertion contention insistence argument allegation boast complaint charge
says     | that             | statement remark comment announcement declaration message explanation argument
says     | of               | assessment announcement description portrayal depiction explanation declaration
confirms | that of to       | admission acknowledgment acknowledgement confession confirmation
denies   | that of          | denial rejection
warns    | that of about    | warning fear concern worry anxiety
asks     | about            | doubt
predicts | that of          | prediction forecast expectation estimate
promises | that to of       | promise pledge vow assurance threat
proposes | that to for of   | suggestion proposal recommendation
orders   | that to for      | demand request call order appeal plea instruction
accuses  | that of          | accusation criticism critique condemnation denunciation
accuses  | on               | attack
praises  | of               | praise
supports | behind           | support
supports | of for           | endorsement embrace
opposes  | to               | opposition objection
shows    | that of          | finding conclusion ruling
shows    | on               | ruling
says     | of about on to   | mention reference letter joke comment remark
accuses  | at               | aim swipe shot jab dig
asks     | on               | doubt
accuses  | with             | issue
supports | for of           | support defense
claims   | that for         | case
says     | that of about    | revelation reminder observation disclosure testimony reassurance hint speech
thinks   | that             | theory thesis notion realization sense feeling confidence
opposes  | of about         | skepticism scepticism disapproval distrust mistrust dislike
opposes  | for              | disdain contempt dislike
warns    | over about at with | frustration anger outrage dismay
praises  | for about        | enthusiasm admiration gratitude respect sympathy
wants    | in               | interest
wants    | for              | preference desire hope
promises | to               | commitment
says     | that             | point
opposes  | on               | ban
thinks   | that of about on | belief view opinion conviction conclusion suspicion impression perception
wants    | that to          | hope desire wish intention decision goal
withholds | to              | refusal reluctance unwillingness
"""
