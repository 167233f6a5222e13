package policy

import (
	"flag"
	"fmt"
	"math/rand"
	"strings"
	"testing"
)

var redactionCount = flag.Int("redactions", 3000, "how many generated commands are redacted")

// slots are commands with a secret at %s, a word of the shell that the generator
// quotes in one way or another.
func slots() []string {
	return []string{
		"mysql -u root -p%s shop", "mysql --password=%s shop", "curl -u me:%s https://h/x", "curl -H Authorization:\\ Bearer\\ %s https://h",
		"curl --user=me:%s https://h", "PGPASSWORD=%s psql -c 'select 1'", "export API_TOKEN=%s", "docker run -e TOKEN=%s img",
		"docker run --env=DB_PASSWORD=%s img", "docker login -u me --password %s r.io", "kubectl create secret generic x --from-literal=a=%s",
		"kubectl --token %s get pods", "aws configure set aws_secret_access_key %s", "aws secretsmanager create-secret --name n --secret-string %s",
		"helm install x c --set db.password=%s", "terraform apply -var=password=%s", "redis-cli -a %s ping", "sshpass -p %s ssh h ls",
		"deployer --api-key %s", "deployer --client-secret=%s go", "make deploy SECRET_KEY=%s", "env GITHUB_TOKEN=%s gh api user",
		"declare DB_PWD=%s", "vault kv put kv/x password=%s", "npm config set _authToken %s", "echo %s | docker login --password-stdin",
		"gh auth login --with-token <<< %s", "X=%s; mysql -p\"$X\"", "X=%s; curl -u \"me:$X\" https://h", "f() { curl -u \"me:$1\" https://h; }; f %s",
		"read -r P <<< %s; mysql -p\"$P\"", "for p in %s; do sshpass -p \"$p\" ssh h ls; done", "set -- %s; mysql -p\"$1\"",
	}
}

// quotings write a text as one word of the shell, or "" where they cannot.
func quotings() []func(string) string {
	single := func(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
	escaped := func(s, special string) string {
		var b strings.Builder
		for _, c := range s {
			if strings.ContainsRune(special, c) {
				b.WriteByte('\\')
			}
			b.WriteRune(c)
		}
		return b.String()
	}
	return []func(string) string{
		single,
		func(s string) string { return `"` + escaped(s, "\"\\$`") + `"` },
		func(s string) string { return escaped(s, "\"\\$`'!&*;:|<>()[]{}?~# ^%@,+=") },
		func(s string) string { return "$'" + escaped(s, `'\`) + "'" },
		func(s string) string { return single(s[:len(s)/2]) + `"` + escaped(s[len(s)/2:], "\"\\$`") + `"` },
	}
}

// nestings put a command inside another.
func nestings() []func(string) string {
	quote := quotings()[0]
	return []func(string) string{
		func(s string) string { return s },
		func(s string) string { return "cd /srv && " + s + " && echo done" },
		func(s string) string { return "bash -c " + quote(s) },
		func(s string) string { return "ssh host " + quote(s) },
		func(s string) string { return "sudo sh -c " + quotings()[1](s) },
		func(s string) string { return "eval " + quote(s) },
		func(s string) string { return "bash <<'END'\n" + s + "\nEND" },
		func(s string) string { return "cat > run.sh <<'END'\n" + s + "\nEND\nbash run.sh" },
		func(s string) string { return "( " + s + " ) 2>&1 | tee log" },
		func(s string) string { return "out=$(" + s + ")" },
		func(s string) string { return "echo " + quote(s) + " | sh" },
		func(s string) string { return "ssh host " + quote("echo "+quote(s)+" | sh") },
		func(s string) string { return "cat > run.sh <<'TEXT'\n" + s + "\nTEXT" },
		func(s string) string { return "git commit -am " + quote(s) },
		func(s string) string { return "# once: " + s + "\n" + s },
	}
}

// aSecret is a text of a dozen characters and more. Letters and digits alone are
// as likely as what makes quoting hard.
func aSecret(r *rand.Rand) string {
	const plain = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
	chars := plain
	if r.Intn(2) == 0 {
		chars += "!@#%^&*;:|<>()[]{}?~+=,./_-'\"\\$` "
	}
	b := make([]byte, 12+r.Intn(20))
	for i := range b {
		b[i] = chars[r.Intn(len(chars))]
	}
	b[0], b[len(b)-1] = plain[r.Intn(len(plain))], plain[r.Intn(len(plain))]
	return string(b)
}

// TestNoSecretSurvives: no six characters in a row of a secret stand in what is
// written down, in the command or in its calls.
func TestNoSecretSurvives(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	p, whole, failed := Builtin(), 0, 0
	for range *redactionCount {
		secret := aSecret(r)
		form := slots()[r.Intn(len(slots()))]
		text := strings.ReplaceAll(form, "%s", quotings()[r.Intn(len(quotings()))](secret))
		for range 1 + r.Intn(2) {
			text = nestings()[r.Intn(len(nestings()))](text)
		}
		c := Command{Text: text, Dir: "/work"}
		red := p.Redact(c, World{})
		lines := []string{red.Text}
		for _, f := range p.Evaluate(c, World{}).Findings {
			lines = append(lines, red.Clean(f.Call))
		}
		if red.Whole {
			whole++
		}
		if line := strings.Join(lines, "\n"); leaks(line, secret) {
			if failed++; failed < 15 {
				t.Errorf("%s\nsecret %s\n   got %s", text, secret, line)
			}
		}
	}
	t.Logf("%d commands, %d of them told by their first word alone, %d leak", *redactionCount, whole, failed)
	if whole > *redactionCount/4 {
		t.Errorf("%d of %d commands tell nothing", whole, *redactionCount)
	}
}

func leaks(line, secret string) bool {
	for i := range len(secret) - 5 {
		if strings.Contains(line, secret[i:i+6]) {
			return true
		}
	}
	return false
}

func ExampleRedaction() {
	c := Command{Text: "curl -u me:hunter22 https://example.com", Dir: "/"}
	fmt.Println(Builtin().Redact(c, World{}).Text)
	// Output: curl -u REDACTED https://example.com
}
