// Package policy judges shell commands by a TOML policy: what would a command
// really execute, and which rules does that break?
//
//	p := policy.Builtin()
//	v := p.Evaluate(policy.Command{Text: "terraform destroy", Dir: "/src"}, policy.RealWorld())
//	v.Decision // deny
//
// # Files
//
// A policy file holds tools, rules and classes.
//
//	version = 1
//	default = "none"                     # for calls that no rule matches: none, ask or deny
//	posture = "guard"                    # guard, readonly or strict
//	mode    = "enforce"                  # enforce, or observe: decides, and stops nothing but what guards tagout
//	approvals = "own"                    # whose approvals count: own, held (by another user), or none
//	lock    = ["rule:terraform-*"]       # of a managed file: what the layers above it leave alone
//
//	[tool.terraform]                     # how a program reads its words
//	same     = ["tofu", "@x/tf"]         # other names of the same grammar; packages that runners start
//	options  = "go"                      # gnu (default), posix, go, bsd, dd, find, aws, none
//	values   = ["-chdir", "plan|apply: -out"]  # options that take a value; "VERB|VERB:" restricts
//	optional = ["--color"]               # take one only when attached (--color=auto)
//	flags    = ["-f|--force"]            # take none; "|" joins spellings of one option
//	implies  = ["-a = -d -g"]            # -a turns on -d and -g
//	verbs    = ["apply", "state rm"]     # "*" is any word: "* *" for aws
//	pure     = ["fmt"]                   # reads, and runs no code an agent could have placed
//	read     = ["plan", "state list|show"]
//	write    = ["apply"]
//	destroy  = ["destroy", "apply -destroy"]
//	dry      = ["-help", "plan -n"]      # makes the call do nothing
//	env      = ["TF_CLI_ARGS", "TF_CLI_ARGS_*"] # options by another door
//	reads    = ["@1"]                    # which words are paths, and what becomes of them
//	writes   = ["apply @-state-out"]
//	appends  = []
//	deletes  = ["@*"]
//	chdir    = ["-chdir"]                # options that name the directory of relative paths
//	runs     = [{ how = "rest", when = "exec", from = 2, place = "exec", at = 1 }]
//	kinds    = ["shell"]                 # shell, interpreter, fetcher, declaration, database, embedded
//	secret   = ["-token"]                # values that never reach a log
//	facts    = "terraform"               # what is told of its surroundings: the plan, the state
//	data     = true                      # its words are never run (echo, grep)
//	abbrev   = true                      # takes unambiguous abbreviations of long options
//	filter   = true                      # passes its input on (cat, grep)
//	copies   = true                      # what it writes is what it reads (cp, mv)
//	keeps    = true                      # what it writes stays as it was (chmod)
//	fetches  = ["-O @*"]                 # what becomes a file of the same base name (wget)
//	spares   = ["fetch"]                 # changes no file of the project, but what is its own or can be made again
//	walks    = ["-r"]                    # makes it read all below a directory; "*": it always does, unless it is fed
//	selects  = ["-name", "-mtime", "!-mtime"] # tests of a search that hold for some files only: a
//	                                     # pattern's --every=rm is an action that none stands before
//	mounts   = ["--bind"]                # puts its first operand in the place of the second
//	lists    = ["@*"]                    # prints their names, or of a directory those in it (ls)
//	finds    = ["@*"]                    # prints the names of what lies anywhere below them (find)
//	sought   = ["-name={}", "-e=*.{}"]   # options whose value says what such names are
//	links    = ["-s"]                    # makes symbolic links to what it reads
//	unless   = ["*%n*"]                  # with such a word the call is neither pure nor read
//
// A condition (in pure, read, write, destroy, dry, and before "@") is the
// words of the verb, then options that must be on ("-destroy", "--mode=Complete")
// or off ("!-n"); "!@" is no operand. Words are globs with "|" alternatives ("delete-*|remove-*").
// A lone "*" is every call.
//
// A role is a condition and "@" with what it selects: "@*" every operand, "@2"
// the second after the verb, "@2.." from there on, "@-1" the last, "@..-2" all
// but the last, "@-o" or "@--output" the value of an option, "@of=" the value of
// a key=value operand.
//
// A word that is both read and written is a file that a filter edits (sed -i).
//
// A run says how a tool carries another program:
//
//	how      rest, script, joined, between, stdin, file, target, written
//	when     a condition on the tool's verb and options
//	from     the operand where the carried words begin (rest, joined), or the file (file); 1
//	options  options whose value is the program text (script) or its file (file), or that begin it (between; "--" may)
//	until    words that end it (between)
//	assigns  leading NAME=VALUE words are its environment
//	append   words from standard input are added (xargs), or those after one of until (parallel),
//	         or what a search has found where the words do not place it (fd -x);
//	         of a target, every word after its name, options too; of a file, every operand after it
//	inputs   options that name a file of such words
//	each     options that bound how many of them one run gets
//	split    options that say what separates them
//	marks    what a line begins with whose rest is a shell's text ("!"): "*" is anything
//	         but quotes, " " blanks (one at least at the end and after "*"); a quote or bracket ends it at its partner, "…," at ","
//	vars     variables of the environment that hold the text (script) or its file (file)
//	clear    options that empty the environment
//	place    "" here, ssh, exec, container
//	at       the operand that names the host, container or image; without a
//	         place the package whose program the words are for (nix run)
//	binds    options that mount host paths into a new container
//	lang     the text's language; a shell's when absent; of statements for a database
//	         their dialect: sql (any), postgresql, mysql, sqlite, duckdb, tsql, oracle,
//	         clickhouse, bigquery, snowflake, hive, trino, cql, influxql, cypher; redis,
//	         redis-lua; "own" commands of the tool itself, "keys" typed into a shell, "prompt" expanded by one,
//	         "patch" and "apply_patch" say how files change, "gitconfig" holds settings of git,
//	         "other" has no reader: programs that it names are tried, with marks those on such
//	         lines; of a target the format of its
//	         file: make, npm, scripts, just, task, tasks, procfile, compose, compose-up, composer,
//	         pre-commit, tox, nox, invoke, fab, doit, rake, cap, fastlane, go, go-generate, git,
//	         pre-commit-hooks, lefthook, moon, workflow, ant
//	strip    options that say how many directories the names in a patch lose
//	reverse  options that turn a patch around
//	files    options that name the target's file
//	dirs     options that name the directory to run in (target, a patch, and a container's)
//	paths    files that are run unasked where the command has written them (written), patterns
//	         of those run in the directory that is named (file), or of its files (target)
//	program  the first words of the program whose others are carried (tfenv exec)
//	verb     the verb's last word is the target (npm test)
//	fed      the program reads what the call works on (an editor's buffer)
//	known    only a program that some tool's row describes (python manage.py …)
//
// # Rules
//
//	[rule.terraform-destroy]
//	match    = ["terraform destroy", "terraform apply -destroy"]
//	decision = "deny"                    # deny, ask, allow
//	reason   = "deletes every resource in the state"
//	instead  = "terraform plan -destroy -out=destroy.tfplan"
//	when     = { branch = ["main", "!wip/*"] }   # every key must hold
//	hits     = ["tofu -chdir=prod destroy"]
//	misses   = ["terraform destroy -help", { run = "git push", given = { branch = "wip" } }] # given exists: a path that is there
//
// "note" decides nothing: it is a remark for the agent and the person. The keys
// of when are alternatives of globs, each negated by "!", and all must hold:
//
//	              "{name}" stands for the globs of a class: that of the last file which
//	              has one, else the built-in one. "production" is built in.
//	harness       the harness that proposes the command
//	later-input   unseen where that harness lets its agent send input to a program
//	              that runs and asks no hook about it, else seen
//	dir, branch   where the call runs, and what git has checked out there
//	on            here, ssh:HOST, exec:NAME, container:IMAGE
//	user          who runs it
//	workspace     of Terraform: TF_WORKSPACE, else what was selected
//	state         of Terraform: held, none, missing (the directory has been worked in
//	              and declares resources, and its local state is not there),
//	              replaced (not the one that was last worked with here), remote
//	loses         changes where a tracked file that the call deletes has been changed
//	              since it was added, else nothing
//	uncommitted   yes where the work tree has changes to tracked files that no commit
//	              holds, no where it has none
//	kube-context, namespace, aws-profile, aws-region, az-subscription,
//	docker-context, gcp-config, gcp-project
//	              by option, by variable, in the tool's own file
//	app           of Heroku or Fly: by option, by variable, by git remote or fly.toml
//	host          that a database's client works on, else the one the call runs on
//	ci            yes on a build machine, else no
//
// A pattern looks like the command it stops:
//
//	match   ::= stage (" | " stage)*
//	stage   ::= env* (program item*)? flow*            (* not empty *)
//	env     ::= "!"? NAME "=" alts                     (* NAME may hold * *)
//	program ::= alts                                   (* "*": any *)
//	item    ::= "!"? (option | alts) | "--"
//	option  ::= "-"name ("|-"name)* ("=" alts)? | key "=" alts
//	flow    ::= ("<" | ">" | ">>") alts
//	alts    ::= atom ("|" atom)*                       (* no spaces *)
//	atom    ::= glob | "{" and ("|" and)* "}"
//	and     ::= part ("&" part)*
//	part    ::= "!"? name (":" arg)?                   (* arg ends at & or } *)
//
// Spaces split first: a lone "|", "<" or ">" is structure; within a word "|" is
// alternation. Quotes make text literal; words after "--" are operands. In paths
// and URLs "*" stops at "/", "**" does not; "x/**" includes "x". A tool may list
// "--" among its flags; then a pattern's "--" asks for it (git checkout -- *).
//
// Verbs are matched where the tool's verb table finds them, wherever global
// options stand; {pure}, {read}, {write} and {destroy} in verb place match the
// call's effect. "-x" is on, however it was set (alias, bundle, implication,
// environment); "!-x" off or absent. Each operand term needs an operand of its
// own, in any order; "*" is any operand, "!*" none given; "!{c}": no operand is
// in c; "{!c}": some operand is outside c. "> x" replaces what is at x, by
// redirection or by an operand that the tool writes; ">> x" any write; "< *"
// standard input is fed, "< x" with such a text or file. "A | B": A's output reaches B, as program text if B is
// an interpreter, else as its input or one of its operands.
//
// Classes: root, home, workspace (that directory or an ancestor of the
// workspace, or all of its contents), system, vcs, generated, inside, temp,
// outside, device, data, secret, existing, path, unknown (not
// fully known), placed (its directory is known, and it stays below that), opaque (nothing of it is known), kept (behind a class that names files: a harness's
// settings, of which this call writes a text that leaves the guard's hook as it was); shell, interpreter,
// fetcher for programs, unread for one that runs a text which this command
// makes and nobody can see, and listening for one whose program is typed into it
// later; and a policy's own:
//
//	[class]
//	protected = ["main", "release/*"]
//
// # Tools of MCP servers
//
// An agent has more than a shell. A table says as which commands the calls of a
// tool are judged, so that every rule for commands, exception, approval and record
// holds for them too:
//
//	[mcp.sql]
//	tools   = ["execute_sql", "run_*"]   # the tools' own names, without the mcp__SERVER__ before them
//	servers = ["*postgres*"]             # as they are registered; any where the key is absent
//	as      = ["psql -c {sql|query}"]    # what a call is as good as
//	dir     = ["cwd"]                    # fields that name the directory; the first that is there counts
//	write   = ["path"]                   # fields that name a file which is written
//	content = ["content"]                # fields that hold what will stand in it
//	guess   = true                       # only what would be refused counts, and asks
//
// Names are globs, read without regard to case and to what stands between words.
// Every table that speaks of a tool counts.
//
// A command of "as" is words and no shell's program: blanks part them, quotes hold
// them together, and what a field fills in stays within its word.
//
//	{sql|query}    the value of sql, or else of query; without it there is no command
//	{params.sql}   that of a member of an object
//	{name?}        without it, or where it is empty, there is no such word
//	{args...}      the elements of a list as words, the members of an object as options
//	{statements*}  a command for each element of a list
//	{@server}      the name of the server
//
// So the text of a shell is "bash -c {command}", a list of words "{argv...}", that of
// the AWS command line "bash -c {cli_command}", a remote one "ssh {host} {command}",
// and what deletes a project "neonctl projects delete {id}".
//
// Each call is besides a command of a made program, "mcp SERVER TOOL FIELD=VALUE …",
// which rules may match: "mcp * delete_project", "mcp prod-* *", "mcp * run env=prod".
// In what allows or relaxes, "*" stands for the fields: "mcp neon delete_branch branchId=tmp *".
//
// A field of a kind that no command of the table takes asks, and so does a call
// that has none of what the table needs. A tool that no table knows is read by the
// names of its fields (command, sql, argv …), as a guess; so is one of a table with
// guess. A guess asks where it would be refused, and says nothing else: "query" may
// as well be a question in plain words. A table of a trusted file that knows the
// tool ends the guessing; "as = []" says that its calls run nothing.
//
// # Layers
//
// Files stand in layers, in order of trust:
//
//	built in   what is compiled into the program
//	managed    /etc/tagout/policy.toml, then /etc/tagout/policy.d/*.toml by name
//	user       $XDG_CONFIG_HOME/tagout/policy.toml, or the file of --policy
//	project    every .tagout.toml at or above the command's directory and the harness's
//	           project, but none at a home directory or above it; 64 kB at most, and no
//	           link out of its directory
//
// A rule's id is one rule's: a file that wants another decision writes an override,
// and the last one counts. The default is the strictest of all files, the posture
// that of the last managed or user file. A project's default and posture are asked
// in addition and grant nothing.
//
//	[override.git-push-force]            # any decision; "note" makes it a remark
//	decision = "deny"
//
//	[exception.sandbox-databases]        # what these rules have no finding about
//	rule     = ["aws-delete-database", "aws-destroy"]
//	match    = "aws rds delete-db-instance --db-instance-identifier=sandbox-*"
//	when     = { aws-profile = "dev" }
//	reason   = "sandbox databases are rebuilt nightly"
//	until    = 2027-01-31                # the last day, by the clock here
//	decision = "ask"                     # what it becomes; "none" when absent, never allow
//
// An exception counts only where it certainly describes the call: every operand is
// known and matched, every option in the grammar, and what stands beside the call
// is named too, files that redirections write ("> log") and variables that are set
// for it (AWS_PROFILE=dev). One that has ended relaxes nothing and leaves a note.
//
// A project's file may be written by the agent that it guards. It never grants,
// whoever trusts it. Before a person has trusted its very content (tagout trust) it
// only adds: rules with ids of their own that deny, ask or note, classes for its
// own rules, overrides that raise a decision, tables of MCP tools, a default, a
// posture and stricter approvals. They are
// judged beside the policy, so that no verdict becomes milder by them. Everything
// else in it is listed by "tagout policy show" and does not count: tools, which can
// hide a verb, exceptions, lower decisions, a mode.
//
// A lock of the managed layer holds for user and project files: "rule:ID" (a glob
// of ids) and "rules" keep rules from exceptions and lower decisions, "allow" keeps
// those files from granting, "posture", "mode" and "approvals" keep these (the last
// may be made stricter). A locked rule is also
// judged without the tools and classes of those files. The rules by which tagout
// guards itself, guard-*, are always locked. Locked decisions may be raised.
//
// A file with a mistake weakens nothing: what loads of it counts, and until it is
// mended every command that is not plainly read-only asks, or is refused where the
// file is a managed one.
//
// # Code
//
// {sql:KIND} and {call:NAME} speak of the code that a call carries, whether an
// option, an operand, a file or standard input holds it. They stand by
// themselves, as an operand does, and need none.
//
// {sql:drop}, {sql:truncate} and {sql:delete-all} are statements that a lexer
// found: not in a comment or a literal, not under EXPLAIN, not undone by a
// ROLLBACK of the same text. "drop" is every drop with which rows, or those who may
// read them, go; "delete-all" a DELETE or UPDATE that no WHERE, or one that
// always holds, restricts. Finer kinds: drop-database, drop-schema, drop-table,
// drop-column, drop-partition, drop-user, drop-tablespace, drop-owned,
// drop-catalog, drop-materialized-view, drop-measurement, drop-series,
// drop-shard, drop-retention-policy, drop-stage (all in "drop"), drop-index,
// drop-view, drop-function, drop-procedure, drop-trigger, drop-sequence,
// drop-type, drop-extension, drop-constraint, update-all (in "delete-all"),
// replace-table, replace-schema, replace-database, overwrite, purge, shutdown,
// grant-all, attach (another database's file). "|" joins them: {sql:drop|truncate}; a class of the policy's own
// besides is one of names of tables and databases, "unknown" a name that is not
// known: {sql:drop-table|truncate&mytables}.
//
// {call:NAME} is a call of a function by a program in Python, JavaScript, Ruby,
// Perl, PHP, Lua or AWK: its qualified name or an end of it ("shutil.rmtree",
// "rmtree"), where imports and aliases are followed. With parentheses the
// arguments count too, as they are written without white space:
// {call:'deleteMany({})'}. Of Redis the commands are the names, in capitals:
// {call:FLUSHALL|CONFIG(SET,DIR*}.
//
// {plan:KIND} speaks of the plan that a call applies, which is read from its file:
// create, read, update, delete (a replacement too), replace, forget; sets, an
// attribute that an update sets, by the name TYPE.ATTRIBUTE=BEFORE>AFTER; destroy,
// a plan for everything; action and deferred. A class of the policy's own besides is
// one of addresses or of such names: {plan:delete&stateful}, {plan:sets&disarming}.
// A plan that cannot be read, or that the same program may write, is a maybe.
//
// # Postures
//
// The posture decides about calls of which no rule speaks; the last file that
// names one counts.
//
//	guard     no opinion, or the default
//	readonly  what is pure is allowed, what reads is left to the harness, the rest asks
//	strict    what is not known asks: the program, a word, a program that the catalogue
//	          lacks; and so does what guard only notes of scripts that git tracks
//
// A verb is pure where it changes nothing and runs no code that an agent may have
// placed; "pure" in the catalogue says so only where the program's manual shows no
// pager, plugin, configured command, network or file of its own behind it. A
// program is allowed when every call that it makes, however it is composed, is
// pure or allowed by a rule, all its words are known and its options in the
// grammar, nothing is assigned that programs read, no text that is not known is
// evaluated as arithmetic, no file is written, and PATH finds no program of that
// name where an agent can write, nor a shim. What it reads lies in the workspace,
// a temporary directory or below /usr, and is no secret: patterns and directories
// are looked through on disk for links and names of secrets, as far as 4000 names.
//
// # Three answers
//
// Every word is known, partly known or unknown, and a pattern answers yes, no
// or maybe. For deny and ask a maybe asks; for allow only a yes counts.
//
// What is wholly unknown is no reason to suspect a name or an option: "git push
// origin $B" is not taken for "git push +main". It is where something known
// besides program and verb matches the pattern, where what is known of the word
// begins or ends like the name, where the verb destroys, and always for a class
// of dangers ({root}). A policy's own class is a list of names.
package policy
