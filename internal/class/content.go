package class

import (
	"slices"
	"strings"

	"tagout/internal/tri"
	"tagout/internal/word"
)

// secretFiles are names that hold credentials by convention of the tool that
// reads them.
var secretFiles = []string{
	".env", ".git-credentials", ".htpasswd", ".my.cnf", ".netrc", ".npmrc",
	".pgpass", ".pypirc", ".vault-token", "_netrc", "application_default_credentials.json",
	"credentials.json", "gshadow", "id_dsa", "id_ecdsa", "id_ed25519", "id_rsa",
	"kubeconfig", "shadow",
}

// secretEnds end names of keys and key stores.
var secretEnds = []string{
	".jks", ".kdbx", ".key", ".keystore", ".p12", ".pem", ".pfx", ".ppk",
}

// secretDirs are directories of credentials, each with the file that matters in
// it, or "" for all.
var secretDirs = [][2]string{
	{".aws", "credentials"}, {".azure", ""}, {".docker", "config.json"},
	{".gnupg", ""}, {".kube", "config"}, {".ssh", ""}, {"gcloud", "credentials.db"},
	{"gh", "hosts.yml"},
}

// publicFiles are what such directories hold for anyone to see.
var publicFiles = []string{"config.d", "known_hosts", "known_hosts.old"}

// templates end names of files that show what a secret file looks like.
var templates = []string{".defaults", ".dist", ".example", ".sample", ".template", ".tpl"}

// secret says whether a target holds credentials.
func secret(t target) tri.Tri {
	elems := t.elems()
	if len(elems) == 0 {
		return t.mayBeAny()
	}
	last := elems[len(elems)-1]
	name, known := last.Known()
	if known && (hasSuffix(name, templates) || hasSuffix(name, []string{".pub"}) || slices.Contains(publicFiles, name)) {
		return tri.No
	}
	answer := t.mayBeAny().Or(tri.Of(hasSuffix(last.Suffix(), secretEnds)))
	answer = answer.Or(tri.Of(known && isSecret(name)))
	answer = answer.Or(named(last, secretFiles))
	return answer.Or(inSecretDir(elems))
}

func isSecret(name string) bool {
	return slices.Contains(secretFiles, name) || strings.HasPrefix(name, ".env.")
}

func inSecretDir(elems []word.Text) tri.Tri {
	answer := tri.No
	for i, elem := range elems {
		name, _ := elem.Known()
		for _, dir := range secretDirs {
			if name != dir[0] {
				continue
			}
			switch rest := elems[i+1:]; {
			case dir[1] == "":
				return tri.Yes
			case len(rest) == 1:
				answer = answer.Or(matches(rest[0], dir[1]))
			}
		}
	}
	return answer
}

// dataEnds end names of databases, of their dumps, and of recorded state.
var dataEnds = []string{
	".accdb", ".aof", ".db", ".db3", ".dump", ".duckdb", ".frm", ".ibd", ".mdb",
	".mdf", ".myd", ".pgdump", ".rdb", ".realm", ".sqlite", ".sqlite3",
	".tfstate",
}

// wraps end names of files that hold another one, whole.
var wraps = []string{".backup", ".bak", ".bz2", ".gz", ".old", ".xz", ".zip", ".zst", "-wal"}

// dataDirs are where servers keep their data.
var dataDirs = []string{
	"/var/lib/clickhouse", "/var/lib/containerd", "/var/lib/docker",
	"/var/lib/elasticsearch", "/var/lib/etcd", "/var/lib/influxdb",
	"/var/lib/mongodb", "/var/lib/mysql", "/var/lib/pgsql", "/var/lib/postgresql",
	"/var/lib/rabbitmq", "/var/lib/redis",
}

// disposable are words in the name of a database that nobody keeps.
var disposable = []string{"dummy", "example", "fixture", "mock", "temp", "test", "testing", "tests", "tmp"}

// data says whether a target is a database, a dump of one, or recorded state,
// and not one that its name calls a test's.
func data(t target) tri.Tri {
	answer := t.mayBeAny()
	if t.base != "" {
		for _, dir := range dataDirs {
			r := relate(t, dir)
			answer = answer.Or(r.at).Or(r.under)
		}
	}
	elems := t.elems()
	if len(elems) == 0 {
		return answer
	}
	last := elems[len(elems)-1]
	if takesAll(last) && len(elems) > 1 {
		last = elems[len(elems)-2]
	}
	if throwaway(last.Spelling()) {
		return answer
	}
	end := last.Suffix()
	for _, wrap := range wraps {
		end = strings.TrimSuffix(end, wrap)
	}
	return answer.Or(tri.Of(hasSuffix(end, dataEnds) || isDump(end)))
}

// isDump tells a dump from a script: both end in ".sql".
func isDump(name string) bool {
	return strings.HasSuffix(name, ".sql") && (strings.Contains(name, "dump") || strings.Contains(name, "backup"))
}

func throwaway(name string) bool {
	between := func(r rune) bool { return r == '.' || r == '-' || r == '_' }
	for word := range strings.FieldsFuncSeq(strings.ToLower(name), between) {
		if slices.Contains(disposable, word) {
			return true
		}
	}
	return false
}
