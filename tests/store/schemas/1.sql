BEGIN TRANSACTION;
CREATE TABLE about (
	name TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (name)
);
INSERT INTO "about" VALUES('schema','1');
INSERT INTO "about" VALUES('key','cb946e050811391f536c3c487ae7b4a4');
CREATE TABLE action (
	action_id TEXT NOT NULL,
	status TEXT NOT NULL,
	until TEXT,
	owner TEXT NOT NULL,
	owner_by TEXT NOT NULL,
	due TEXT NOT NULL,
	due_by TEXT NOT NULL,
	note TEXT NOT NULL,
	priority TEXT NOT NULL,
	since_night INTEGER NOT NULL,
	heard_night INTEGER NOT NULL,
	PRIMARY KEY (action_id)
);
INSERT INTO "action" VALUES('t00009e3779b1','done',NULL,'Mara','triage','2026-02-01','triage','','',2,2);
INSERT INTO "action" VALUES('t00013c6ef362','open',NULL,'Mara','triage','2026-02-01','triage','','',1,1);
INSERT INTO "action" VALUES('t0001daa66d13','open',NULL,'Mara','triage','2026-02-01','triage','','',2,2);
CREATE TABLE apart (
	theme_id TEXT NOT NULL,
	other_id TEXT NOT NULL,
	PRIMARY KEY (theme_id, other_id)
);
CREATE TABLE change (
	number INTEGER NOT NULL,
	batch INTEGER NOT NULL,
	night INTEGER NOT NULL,
	action_id TEXT NOT NULL,
	what TEXT NOT NULL,
	"before" TEXT NOT NULL,
	"after" TEXT NOT NULL,
	at TEXT NOT NULL,
	"by" TEXT NOT NULL,
	whence TEXT NOT NULL,
	undone SMALLINT NOT NULL,
	PRIMARY KEY (number)
);
INSERT INTO "change" VALUES(1,1,1,'t00009e3779b1','status','','open','2026-01-02T06:00:00.000000Z','triage','run',0);
INSERT INTO "change" VALUES(2,1,1,'t00013c6ef362','status','','open','2026-01-02T06:00:00.000000Z','triage','run',0);
INSERT INTO "change" VALUES(3,2,2,'t0001daa66d13','status','','open','2026-01-03T06:00:00.000000Z','triage','run',0);
INSERT INTO "change" VALUES(4,3,2,'t00009e3779b1','status','open','done','2026-01-04T00:00:00.000000Z','Ines','update',0);
CREATE TABLE forgotten (
	"key" BIGINT NOT NULL,
	kind TEXT NOT NULL,
	PRIMARY KEY ("key")
);
CREATE TABLE listed (
	night INTEGER NOT NULL,
	action_id TEXT NOT NULL,
	cells TEXT NOT NULL,
	measures TEXT NOT NULL,
	PRIMARY KEY (night, action_id)
);
INSERT INTO "listed" VALUES(1,'t00009e3779b1','{"rank":1,"priority":"P2","score":51.5,"action":"respond","topic":"refunds","theme":"late refund t00009e3779b1","owner":"Mara","status":"open","due":"2026-02-01","note":"","merge_into":"","mentions":0,"mentions_total":0,"authors":0,"reach":null,"negative":0.4,"negative_low":0.3,"negative_high":0.5,"neutral":0.4,"positive":0.2,"sentiment":-0.2,"polarity":null,"subjectivity":null,"trend":"steady","growth":1.0,"channels":"x|reddit","languages":"en","risk":"legal","first_seen":"2026-01-01T06:00:00+00:00","last_seen":"2026-01-02T06:00:00+00:00","quote":"","url":"","terms":"refund|late","why":"Because many wait for their money.","next_step":"Say when it comes.","volume_points":20.0,"negativity_points":10.0,"momentum_points":5.5,"reach_points":0.0,"risk_points":10.0,"benefit_points":6.0,"action_id":"t00009e3779b1"}','{"voices":0,"negative_low":null,"surprise":0.0,"reach":null,"helpable":0,"specific_low":null,"can_act":false,"risks":{"legal":1},"minutes":0,"rule":"","level":"","roles":["care"],"refusals":{}}');
INSERT INTO "listed" VALUES(1,'t00013c6ef362','{"rank":2,"priority":"P2","score":51.5,"action":"respond","topic":"refunds","theme":"late refund t00013c6ef362","owner":"Mara","status":"open","due":"2026-02-01","note":"","merge_into":"","mentions":3,"mentions_total":3,"authors":3,"reach":null,"negative":0.4,"negative_low":0.3,"negative_high":0.5,"neutral":0.4,"positive":0.2,"sentiment":-0.2,"polarity":null,"subjectivity":null,"trend":"steady","growth":1.0,"channels":"x|reddit","languages":"en","risk":"legal","first_seen":"2026-01-01T06:00:00+00:00","last_seen":"2026-01-02T06:00:00+00:00","quote":"","url":"","terms":"refund|late","why":"Because many wait for their money.","next_step":"Say when it comes.","volume_points":20.0,"negativity_points":10.0,"momentum_points":5.5,"reach_points":0.0,"risk_points":10.0,"benefit_points":6.0,"action_id":"t00013c6ef362"}','{"voices":3,"negative_low":null,"surprise":0.0,"reach":null,"helpable":0,"specific_low":null,"can_act":false,"risks":{"legal":1},"minutes":0,"rule":"","level":"","roles":["care"],"refusals":{}}');
INSERT INTO "listed" VALUES(2,'t0001daa66d13','{"rank":1,"priority":"P2","score":51.5,"action":"respond","topic":"refunds","theme":"late refund t0001daa66d13","owner":"Mara","status":"open","due":"2026-02-01","note":"","merge_into":"","mentions":0,"mentions_total":0,"authors":0,"reach":null,"negative":0.4,"negative_low":0.3,"negative_high":0.5,"neutral":0.4,"positive":0.2,"sentiment":-0.2,"polarity":null,"subjectivity":null,"trend":"steady","growth":1.0,"channels":"x|reddit","languages":"en","risk":"legal","first_seen":"2026-01-02T06:00:00+00:00","last_seen":"2026-01-03T06:00:00+00:00","quote":"","url":"","terms":"refund|late","why":"Because many wait for their money.","next_step":"Say when it comes.","volume_points":20.0,"negativity_points":10.0,"momentum_points":5.5,"reach_points":0.0,"risk_points":10.0,"benefit_points":6.0,"action_id":"t0001daa66d13"}','{"voices":0,"negative_low":null,"surprise":0.0,"reach":null,"helpable":0,"specific_low":null,"can_act":false,"risks":{"legal":1},"minutes":0,"rule":"","level":"","roles":["care"],"refusals":{}}');
INSERT INTO "listed" VALUES(2,'t00009e3779b1','{"rank":2,"priority":"P2","score":51.5,"action":"respond","topic":"refunds","theme":"late refund t00009e3779b1","owner":"Mara","status":"open","due":"2026-02-01","note":"","merge_into":"","mentions":5,"mentions_total":5,"authors":5,"reach":null,"negative":0.4,"negative_low":0.3,"negative_high":0.5,"neutral":0.4,"positive":0.2,"sentiment":-0.2,"polarity":null,"subjectivity":null,"trend":"steady","growth":1.0,"channels":"x|reddit","languages":"en","risk":"legal","first_seen":"2026-01-02T06:00:00+00:00","last_seen":"2026-01-03T06:00:00+00:00","quote":"","url":"","terms":"refund|late","why":"Because many wait for their money.","next_step":"Say when it comes.","volume_points":20.0,"negativity_points":10.0,"momentum_points":5.5,"reach_points":0.0,"risk_points":10.0,"benefit_points":6.0,"action_id":"t00009e3779b1"}','{"voices":5,"negative_low":null,"surprise":0.0,"reach":null,"helpable":0,"specific_low":null,"can_act":false,"risks":{"legal":1},"minutes":0,"rule":"","level":"","roles":["care"],"refusals":{}}');
CREATE TABLE memory (
	entry INTEGER NOT NULL,
	born_id TEXT NOT NULL,
	words TEXT NOT NULL,
	texts FLOAT NOT NULL,
	risk TEXT NOT NULL,
	PRIMARY KEY (entry)
);
INSERT INTO "memory" VALUES(0,'t00009e3779b1','{"word079b1":2.0,"word179b1":3.0,"word279b1":4.0,"word379b1":5.0,"word479b1":6.0,"word579b1":7.0,"word679b1":8.0,"word779b1":9.0,"word879b1":10.0,"word979b1":11.0,"word1079b1":12.0,"word1179b1":13.0,"word1279b1":14.0,"word1379b1":15.0,"word1479b1":16.0,"word1579b1":17.0,"word1679b1":18.0,"word1779b1":19.0,"word1879b1":20.0,"word1979b1":21.0,"word2079b1":22.0,"word2179b1":23.0,"word2279b1":24.0,"word2379b1":25.0,"word2479b1":26.0,"word2579b1":27.0,"word2679b1":28.0,"word2779b1":29.0,"word2879b1":30.0,"word2979b1":31.0,"word3079b1":32.0,"word3179b1":33.0,"word3279b1":34.0,"word3379b1":35.0,"word3479b1":36.0,"word3579b1":37.0,"word3679b1":38.0,"word3779b1":39.0,"word3879b1":40.0,"word3979b1":41.0,"word4079b1":42.0,"word4179b1":43.0,"word4279b1":44.0,"word4379b1":45.0,"word4479b1":46.0,"word4579b1":47.0,"word4679b1":48.0,"word4779b1":49.0,"word4879b1":50.0,"word4979b1":51.0,"word5079b1":52.0,"word5179b1":53.0,"word5279b1":54.0,"word5379b1":55.0,"word5479b1":56.0,"word5579b1":57.0,"word5679b1":58.0,"word5779b1":59.0,"word5879b1":60.0,"word5979b1":61.0}',20.0,'');
INSERT INTO "memory" VALUES(1,'t00013c6ef362','{"word0f362":2.0,"word1f362":3.0,"word2f362":4.0,"word3f362":5.0,"word4f362":6.0,"word5f362":7.0,"word6f362":8.0,"word7f362":9.0,"word8f362":10.0,"word9f362":11.0,"word10f362":12.0,"word11f362":13.0,"word12f362":14.0,"word13f362":15.0,"word14f362":16.0,"word15f362":17.0,"word16f362":18.0,"word17f362":19.0,"word18f362":20.0,"word19f362":21.0,"word20f362":22.0,"word21f362":23.0,"word22f362":24.0,"word23f362":25.0,"word24f362":26.0,"word25f362":27.0,"word26f362":28.0,"word27f362":29.0,"word28f362":30.0,"word29f362":31.0,"word30f362":32.0,"word31f362":33.0,"word32f362":34.0,"word33f362":35.0,"word34f362":36.0,"word35f362":37.0,"word36f362":38.0,"word37f362":39.0,"word38f362":40.0,"word39f362":41.0,"word40f362":42.0,"word41f362":43.0,"word42f362":44.0,"word43f362":45.0,"word44f362":46.0,"word45f362":47.0,"word46f362":48.0,"word47f362":49.0,"word48f362":50.0,"word49f362":51.0,"word50f362":52.0,"word51f362":53.0,"word52f362":54.0,"word53f362":55.0,"word54f362":56.0,"word55f362":57.0,"word56f362":58.0,"word57f362":59.0,"word58f362":60.0,"word59f362":61.0}',20.0,'');
INSERT INTO "memory" VALUES(2,'t0001daa66d13','{"word06d13":2.0,"word16d13":3.0,"word26d13":4.0,"word36d13":5.0,"word46d13":6.0,"word56d13":7.0,"word66d13":8.0,"word76d13":9.0,"word86d13":10.0,"word96d13":11.0,"word106d13":12.0,"word116d13":13.0,"word126d13":14.0,"word136d13":15.0,"word146d13":16.0,"word156d13":17.0,"word166d13":18.0,"word176d13":19.0,"word186d13":20.0,"word196d13":21.0,"word206d13":22.0,"word216d13":23.0,"word226d13":24.0,"word236d13":25.0,"word246d13":26.0,"word256d13":27.0,"word266d13":28.0,"word276d13":29.0,"word286d13":30.0,"word296d13":31.0,"word306d13":32.0,"word316d13":33.0,"word326d13":34.0,"word336d13":35.0,"word346d13":36.0,"word356d13":37.0,"word366d13":38.0,"word376d13":39.0,"word386d13":40.0,"word396d13":41.0,"word406d13":42.0,"word416d13":43.0,"word426d13":44.0,"word436d13":45.0,"word446d13":46.0,"word456d13":47.0,"word466d13":48.0,"word476d13":49.0,"word486d13":50.0,"word496d13":51.0,"word506d13":52.0,"word516d13":53.0,"word526d13":54.0,"word536d13":55.0,"word546d13":56.0,"word556d13":57.0,"word566d13":58.0,"word576d13":59.0,"word586d13":60.0,"word596d13":61.0}',20.0,'');
CREATE TABLE mention (
	id_key BIGINT NOT NULL,
	content_key BIGINT NOT NULL,
	night INTEGER NOT NULL,
	theme_id TEXT NOT NULL,
	created_at BIGINT,
	author BIGINT,
	channel TEXT NOT NULL,
	voice SMALLINT NOT NULL,
	negative FLOAT,
	positive FLOAT,
	PRIMARY KEY (id_key)
);
INSERT INTO "mention" VALUES(-6564096555250607924,914842064176413225,1,'t00013c6ef362',1767294489,1236316442162053382,'trustpilot',1,9.69925413216132570326e-01,2.26470723324128653253e-02);
INSERT INTO "mention" VALUES(-3471097047484108120,4676491435054674484,1,'other-voices',1767322894,4182779752608499223,'email',1,1.15865612470770318331e-01,7.24660167311113934118e-01);
INSERT INTO "mention" VALUES(-1414377373025406905,703619937079368867,1,'other-voices',1767307404,3718061046889470638,'app-store',1,6.23489755537500411897e-01,2.5726452001731131558e-01);
INSERT INTO "mention" VALUES(218070485381080318,6045045880496483619,1,'t00013c6ef362',1767262965,3718061046889470638,'app-store',1,2.76891204045370820097e-01,3.68420953430861064514e-01);
INSERT INTO "mention" VALUES(8276121530152021969,-8714996127961513375,1,'t00013c6ef362',1767265480,4182779752608499223,'app-store',1,5.16068585547878710961e-01,7.15841200060513271896e-02);
INSERT INTO "mention" VALUES(8309588520621746277,-1674980293069882679,1,'other-voices',1767305112,4182779752608499223,'x',1,1.60652008775126864392e-01,4.28813558916100789897e-01);
INSERT INTO "mention" VALUES(-7527822175994744836,2904126534162565578,2,'t00009e3779b1',1767362173,5840095282437575614,'app-store',1,2.01907447529450334577e-01,8.03707947779045694947e-02);
INSERT INTO "mention" VALUES(-4397479949780690752,-5757209025285719280,2,'t00009e3779b1',1767355271,8923021711678142987,'app-store',1,0.69375884220223,1.038235232554274301e-01);
INSERT INTO "mention" VALUES(-3717182306025508509,-8206096315913429346,2,'other-voices',1767382621,8923021711678142987,'app-store',1,1.07207308453588057162e-01,4.66777467235280962842e-01);
INSERT INTO "mention" VALUES(1846528784132138196,1148598745890459320,2,'t00009e3779b1',1767338331,5840095282437575614,'app-store',1,8.84449673688293525053e-01,4.46071980934746158825e-03);
INSERT INTO "mention" VALUES(4216197543449406568,-6455211870539623039,2,'t00009e3779b1',1767383472,8923021711678142987,'email',1,6.79811461484583601233e-01,2.24756176955691777674e-01);
INSERT INTO "mention" VALUES(5796441818114535709,-4151082478982405012,2,'t00009e3779b1',1767361360,5840095282437575614,'trustpilot',1,1.0454355843294149686e-01,1.93618628305449347326e-01);
CREATE TABLE night (
	night INTEGER NOT NULL,
	as_of TEXT,
	summary TEXT NOT NULL,
	PRIMARY KEY (night)
);
INSERT INTO "night" VALUES(1,'2026-01-02T06:00:00.000000Z','{"mentions":6}');
INSERT INTO "night" VALUES(2,'2026-01-03T06:00:00.000000Z','{"mentions":6}');
CREATE TABLE quote (
	night INTEGER NOT NULL,
	action_id TEXT NOT NULL,
	place INTEGER NOT NULL,
	id_key BIGINT NOT NULL,
	author BIGINT,
	text TEXT NOT NULL,
	url TEXT NOT NULL,
	language TEXT NOT NULL,
	PRIMARY KEY (night, action_id, place)
);
INSERT INTO "quote" VALUES(1,'t00009e3779b1',0,218070485381080318,3718061046889470638,'My refund is late, t00009e3779b1 0!','https://example.com/t00009e3779b1/0','en');
INSERT INTO "quote" VALUES(1,'t00013c6ef362',0,8309588520621746277,4182779752608499223,'My refund is late, t00013c6ef362 0!','https://example.com/t00013c6ef362/0','en');
INSERT INTO "quote" VALUES(2,'t0001daa66d13',0,-4397479949780690752,8923021711678142987,'My refund is late, t0001daa66d13 0!','https://example.com/t0001daa66d13/0','en');
INSERT INTO "quote" VALUES(2,'t00009e3779b1',0,-3717182306025508509,8923021711678142987,'My refund is late, t00009e3779b1 0!','https://example.com/t00009e3779b1/0','en');
CREATE TABLE theme (
	theme_id TEXT NOT NULL,
	title TEXT NOT NULL,
	topic TEXT NOT NULL,
	first_seen TEXT,
	last_seen TEXT,
	mentions_total INTEGER NOT NULL,
	first_night INTEGER NOT NULL,
	last_night INTEGER NOT NULL,
	merged_into TEXT NOT NULL,
	merged_by TEXT NOT NULL,
	PRIMARY KEY (theme_id)
);
INSERT INTO "theme" VALUES('t00009e3779b1','late refund t00009e3779b1','refunds','2026-01-01T06:00:00.000000Z','2026-01-03T06:00:00.000000Z',5,1,2,'','');
INSERT INTO "theme" VALUES('t00013c6ef362','late refund t00013c6ef362','refunds','2026-01-01T06:00:00.000000Z','2026-01-02T06:00:00.000000Z',3,1,1,'','');
INSERT INTO "theme" VALUES('t0001daa66d13','late refund t0001daa66d13','refunds','2026-01-02T06:00:00.000000Z','2026-01-03T06:00:00.000000Z',0,2,2,'','');
CREATE INDEX mention_content ON mention (content_key);
COMMIT;
