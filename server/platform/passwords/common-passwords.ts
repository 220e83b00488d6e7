// Passwords found in every list of the most used, and the stems people decorate with digits: French, English, keyboards, the trade.
// Written for this project, without accents and in lower case; rules in ../passwords.ts. Add a line, keep the order.
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `
000000 0000000000 007007007 0102030405 0123012301 0123456789 0601020304 0611223344 0612345678 0712345678 0987654321
0okmnji9 101010 1029384756 111111 1111111111 1122334455 112233445566 121212 1212121212 123 123123 123123123 123321
1234 12341234 123412341234 12345 1234512345 1234554321 123456 123456654321 1234567 12345678 123456789 1234567890
12345678910 131313 1313131313 1357924680 147147 147258 147258369 147852369 159159 159357 1593572486 159753 159951
1a2b3c4d 1a2b3c4d5e 1a2z3e4r 1a2z3e4r5t 1q2w3e 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2
202020 232323 2468013579 258258 2718281828 31415926535 3141592654 369258147 369369 4321 456456 456789123 4zerty
4zertyuiop 5201314 520520520 54321 654321 666666 696969 741852963 777777 789456 789456123 789789 87654321 888888
963852741 987654321 9876543210 999999 9ijnbhu8 a12345678 a123456789 a1b2c3d4 a1b2c3d4e5 a1z2e3r4 a1z2e3r4t5 aa123456
aaa aaaaaa aaaaaaaaaa abc abc123 abc123abc123 abcabcabc abcd abcd1234 abcdef abcdefg abcdefgh abcdefghij
abcdefghijkl abcdefghijklmnopqrstuvwxyz abeille abracadabra acces access accesspoint accueil acdc achanger achat
admin adminadmin administrateur administrator affectation ahmed aigle alexander alexandra alexandre alexis algerie
ali allah allemagne allezlesbleus allezlom allezom alsace always amanda amazon amen america american ami amie amine
amis amour amoureuse amoureux anakin andrea andrew android ange angel angelique angels angers anniversaire answer
anthony antonio aout apollo appart appartement apple april aq1zs2ed3 aqwxsz aqwzsx aqwzsxedc araignee arcenciel
argent argentina arsenal arthur artisan asdf asdf1234 asdfgh asdfghjkl ashley assassin asse asshole asterix athena
athletic atlantis aucun audi august aurevoir automne autumn auvergne avengers avril aze123aze123 azeqsd azeqsdwxc
azer1234 azerty azerty1 azerty12345 azerty123456 azertyazerty azertyqsdf azertyui azertyuiop azertyuiop1
azertyuiopqsdfghjklm baby babyboy babygirl backup baguette baleine bambi banana banane barbie barcelona barcelone
bart baseball basket basketball batiment batman batterie bear beatles bebe belgique benfica berlin beton beyonce
bienvenue biere birthday bismillah bisou bisous bitch bite biteenbois black blanc blessed blessing bleu blink blue
bmw bonbon bond bonjour bonjourbonjour bonjourtoutlemonde bonsoir bordeaux bordel boss boulot boxe boxing brandon
brasil brazil brest bretagne brique brother bruxelles btp bugatti bugsbunny bulldozer bullet bunny bureau burger
business buster butter butterfly caen cafe calin callofduty camaro camembert camille camion canada canard candy
caramel carlos caroline carpediem carrelage carreleur cartman casablanca casque cedric celine cellphone celtic
cerise cesar cestlavie cestmoi chambre champagne chance changeme changemoi changezmoi chantal chantier chantiers
charlemagne charles charlie charpente charpentier chat chaton chatte cheerleader chef chefchantier chelsea cheri
cherie cherry cheval chevalier chevre chevrolet chevy chewbacca chewy chien chocolat chocolate chouchou chouette
christ christian christine christmas christophe church ciel ciment citroen citron claire claude claudine clavier
clement cleopatre client clients clio cobra coca cocacola cochon coeur coffee commerce compagnon company compta
comptabilite comptable computer conducteur conducteurtravaux confidential confidentiel connard connasse connexion
construction contact cookie cookies copain copine corinne correcthorsebatterystaple corse corvette cosmos coucou
couille couilles counterstrike couverture cracker cristal crocodile croissant crystal cuisine cyber daddy damien
dance dancer danger dangerous daniel daniela danse darkvador darling darthvader database dauphin david debian
december decembre default defaut dell delphine demo demon denis destin destiny devil diable diamant diamond dick
didier dieu dijon dimanche directeur disney doggy dollar dolphin dolphins dominique donald doudou dragon dragonball
dragonballz dream dreamer dreams ducati eagle echafaudage ecran egalite eglise egypte electricien electricite
elephant elodie elvis emilie eminem emma encule enculer energie energy enfer enter entree entreprise entrer enzo
eric espagne essai ete etienne etoile euro everton excalibur fabien fabrice facebook facture factures faith falcon
famille family fantome father fatima faucon february fernando ferrari fevrier fleur fleurs florence florian flower
flowers foot football force ford forever fortnite fournisseur fraise framboise francais francaise france francesca
francois francoise fraternite frederic freedom frere friday friend friends frodo fromage fuckme fuckoff fuckyou
gabriel gaelle galaxie galaxy gamer gamers gaming gandalf garden garfield geneve george gerard ghost gilet gilles
ginger giovanni girafe gmail godisgood gods goku gold golden goldfish golf golfgti google gorille grace green
grenoble grenouille gris grue grutier guerrier guest guillaume guitar guitare gunsnroses guy hacker hackers
hakunamatata halflife hamster harley harleydavidson harrypotter hassan hawk heaven helene hell hello hellohello
hellokitty helloworld henri hercules hero heros heures hiver hobbit hockey hogwarts home homer honda honey hope
horse hotmail house hub hubchantier hugo hunter ibrahim identifiant ilovegod iloveme iloveu iloveyou instagram
integration integrations interim interimaire internet invite ipad iphone ironmaiden ironman isabelle islam istanbul
italia italie jacques jaguar jamais jamesbond january janvier jardin jaune jean jeanne jeanpierre jedi jemappelle
jemenfous jenesaispas jennifer jerome jesaispas jessica jesus jesuschrist jesusislord jetadore jetaime jetaimefort
jeudi joel johnny johnnyhallyday jonathan jordan jose joseph joshua joyeuxnoel jtm juan judo juillet juin julia
julie julien july june jupiter justin juventus kangourou karate karim kawasaki kebab kevin keyboard killer king
kitten kitty knight koala laetitia lamborghini lapin laptop laura laurence laurent lavande lavieestbelle lea legolas
lehavre lemon lemonde lenovo lens leo leonie leopard lesamis lesbleus letmein letmeinnow liberte
liberteegalitefraternite licorne lille linkedin linkinpark linux lion lionne lisboa liverpool lkjhgfdsa lkjhgfdsq
login logon london londres lorenzo loto lottery louisxiv loulou loup love lovelove lovely loveme lover loveyou lucas
lucie lucifer luck lucky ludovic luffy luigi luis lundi lune lynx lyon m0td3p4ss3 m0tdepasse mabelle macon
maconnerie madonna madrid magic magique mai maison maitre maman mamanjetaime mamie manager manchester manon manuel
manutd marathon marc marcel march marco mardi margaux marguerite maria marie mariejeanne marina marine mario marion
maroc mars marseille marseille13 marteau martin martine master mathieu mathilde matrix matthew matthieu maxime
maximus mdp megane mehdi melanie menuiserie menuisier mercedes merci mercredi mercure merde merlin metal metallica
metier metz mexico michael michelle mickael mickey microsoft miel miguel milano million millionaire milou minecraft
minette minnie minou mlkjhgfdsq mnbvcxz mobile mohamed mohammad mohammed moi moimoi mommy monaco monamour monange
monbebe moncoeur monday monde money monique monkey monmotdepasse montpellier montreal moon morgane motdep4sse
motdepass motdepasse motdepassemotdepasse mother moto mouse mouton music musique muslim mustang mylove mypassword
mysql mystere mystery nadia nancy nantes napoleon naruto natation nathalie nathan nbvcxw neige nemo neo neptune
netflix network never newyork nice nicolas nicole ninja nintendo nique niquetamere nirvana nissan niveau noel noemie
noir nokia nopassword normandie nothing nounou nouveau nouvelle november novembre nuage number numero nutella obelix
oceane october octobre office oiseau olivier olympique olympiquedemarseille omar ombre onepiece onsenfout oracle
orange ordi ordinateur ours outlook ouvrestoisesame ouvretoi ouvrier p455w0rd p4ssw0rd pa55w0rd pa55word paie paix
panda panther panthere papa papillon papy paradis paris parisparis parissaintgermain parissg parpaing pascal pascale
pass pass1234 passe passepartout passpass passw0rd passw0rd1 password passwordpassword passwords pastis patricia
patrick patron paul pauline peace peanut pearl pedro peintre peinture pelleteuse pepper pepsi perceuse perle
personne peugeot phantom philippe phoenix piano pierre pikachu pink pinkfloyd pirate pizza planete planning platre
platrier playstation plomberie plombier pluie pointage poiuytrewq poiuytreza poivre pokemon pomme poney porsche
portable porto portugal postgres poule poulet pouvoir power prince princess princesse printemps private prive
provence provisoire psg puma pumpkin puppy purple pussy putain pute pyramide python q1w2e3r4 q1w2e3r4t5 qazwsx
qazwsxedc qazwsxedcrfv qqqqqqqqqq qsdfghjklm quebec queen quelquun quentin question qwe123qwe123 qweasd qweasdzxc
qwer1234 qwerty qwerty123456 qwertyqwerty qwertyuiop qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm qwertz
qwertzuiop rabbit rachid rainbow rambo rangers rap raphael raymond realmadrid red regis reims reine remi renaud
renault rennes reponse requin reseau reve reves ricard richard rien rihanna robert roblox rock rocknroll rocky roger
roma romain root rootroot rose rouen rouge rugby runner sabrina safety saintetienne salaire salope salut samantha
samedi samir samsung samurai sandra sandrine sangoku sansmotdepasse sarah sasuke satan saturday saturn saturne
sauvegarde savoie scooby scoobydoo scooter scorpion sebastien secret securite securitechantier security september
septembre serge serpent server serveur service services sesame severine sexsex sexy shadow shark shrek silver simba
simon simpson simpsons singe sister ski skull skywalker slipknot snake snapchat sniper snoopy soccer societe soeur
soldat soldier soleil sonic sony sophie souris sparta spartacus spider spiderman spring star starcraft stars
startrek starwars stephane stephanie stetienne stitch stock strasbourg strawberry succes success sucre sugar suisse
summer sunday sunshine super superman superstar superuser support suzuki sweetheart sylvain sylvie system systeme
tableau technique techno telephone temp temporaire tennis terminator terre tesla test tester testing testtest theo
thepassword thibault thierry thomas thursday tiger tigger tigre tintin titan titanic toi toiture tom toor tortue
toujours toulouse tournevis tout toutlemonde toutou touttout toyota tracteur travail travaux trinity truelle trustno
trustnoone tuesday tueur tuile tulipe tunisie turquie turtle tweety twingo twitter ubuntu unicorn univers user
utilisateur vacances vache vador valentin valerie vampire vanessa vanilla vanille vegeta velo vendredi vente venus
vert victoire victory viking vin vincent violet violette violon viper vipere virginie vivelafrance vivelavie
viveleschantiers vodka voiture volkswagen warcraft warrior wednesday weekend welcome whatever whatwhat whiskey
whisky white wifi william windows winnie winter wolf work world worldofwarcraft wxcvbn wxcvbnazerty xavier xbox
xxxxxxxxxx yahoo yamaha yann yannick yasmine yellow yoda yourpassword youssef youtube ytreza yves yvonne zaq12wsx
zaq1zaq1 zebre zelda zeus zoe zombie zxcvbn zxcvbnm zzzzzz
`
    .trim()
    .split(/\s+/),
);
