package policy

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/record/secret"
)

// redactions are commands that hold a secret (s3cr3tV4lue everywhere), and what
// of them may be written down.
func redactions() [][2]string {
	const r = secret.Mark
	return [][2]string{
		// options that the catalogue marks
		{"mysql -u root -ps3cr3tV4lue shop", "mysql -u root -p" + r + " shop"},
		{"mysql --password=s3cr3tV4lue shop", "mysql --password=" + r + " shop"},
		{"mysql --pass=s3cr3tV4lue shop", "mysql --pass=" + r + " shop"},
		{"az login --service-principal -p 's3cr3tV4lue' -u x", "az login --service-principal -p '" + r + "' -u x"},
		{"lftp -u me,s3cr3tV4lue -e ls h", "lftp -u " + r + " -e ls h"},
		{"smbclient //h/s -U me%s3cr3tV4lue -c ls", "smbclient //h/s -U " + r + " -c ls"},
		{"echo \"machine h login me password s3cr3tV4lue\" >> ~/.netrc", "echo \"machine h login me password " + r + "\" >> ~/.netrc"},
		{"mysqldump -uroot -p's3cr3tV4lue' shop", "mysqldump -uroot -p'" + r + "' shop"},
		{"curl -u user:s3cr3tV4lue https://h/x", "curl -u " + r + " https://h/x"},
		{"curl -uuser:s3cr3tV4lue https://h/x", "curl -u" + r + " https://h/x"},
		{"curl --user=user:s3cr3tV4lue https://h/x", "curl --user=" + r + " https://h/x"},
		{"curl --oauth2-bearer s3cr3tV4lue https://h", "curl --oauth2-bearer " + r + " https://h"},
		{"sudo curl -u user:s3cr3tV4lue https://h", "sudo curl -u " + r + " https://h"},
		{"wget --http-password=s3cr3tV4lue https://h", "wget --http-password=" + r + " https://h"},
		{"sshpass -p s3cr3tV4lue ssh root@h ls", "sshpass -p " + r + " ssh root@h ls"},
		{"redis-cli -a s3cr3tV4lue flushall", "redis-cli -a " + r + " flushall"},
		{"kubectl --token s3cr3tV4lue get pods", "kubectl --token " + r + " get pods"},
		{"kubectl create secret generic db --from-literal=password=s3cr3tV4lue", "kubectl create secret generic db --from-literal=" + r},
		{"kubectl create secret generic db --from-literal=user=s3cr3tV4lue", "kubectl create secret generic db --from-literal=" + r},
		{"docker login -u me -p s3cr3tV4lue reg.io", "docker login -u me -p " + r + " reg.io"},
		{"aws secretsmanager put-secret-value --secret-id db --secret-string s3cr3tV4lue", "aws secretsmanager put-secret-value --secret-id " + r + " --secret-string " + r},
		{"aws rds modify-db-instance --db-instance-identifier d --master-user-password s3cr3tV4lue", "aws rds modify-db-instance --db-instance-identifier d --master-user-password " + r},
		{"terraform apply -var password=s3cr3tV4lue", "terraform apply -var " + r},
		{"terraform apply -var=db_password=s3cr3tV4lue", "terraform apply -var=" + r},
		{"gh secret set TOKEN --body s3cr3tV4lue", "gh secret set TOKEN --body " + r},
		{"sqlcmd -U sa -P s3cr3tV4lue -Q x", "sqlcmd -U sa -P " + r + " -Q x"},
		// options of programs that nobody knows
		{"deployer --api-key s3cr3tV4lue up", "deployer --api-key " + r + " up"},
		{"deployer --apiKey=s3cr3tV4lue up", "deployer --apiKey=" + r + " up"},
		{"deployer --auth-token 's3cr3tV4lue' up", "deployer --auth-token '" + r + "' up"},
		{"deployer -password s3cr3tV4lue", "deployer -password " + r},
		{"deployer --client-secret \"s3cr3tV4lue\"", "deployer --client-secret \"" + r + "\""},
		// credentials in URLs
		{"git clone https://me:s3cr3tV4lue@github.com/a/b", "git clone https://" + r + "@github.com/a/b"},
		{"git clone https://s3cr3tV4lue@github.com/a/b", "git clone https://" + r + "@github.com/a/b"},
		{"psql postgres://u:s3cr3tV4lue@h/db -c 'select 1'", "psql postgres://" + r + "@h/db -c 'select 1'"},
		{"psql 'postgres://u:s3cr3t/V4lue@h/db'", "psql 'postgres://" + r + "@h/db'"},
		{"mongosh 'mongodb+srv://u:s3cr3tV4lue@c.mongodb.net/x'", "mongosh 'mongodb+srv://" + r + "@c.mongodb.net/x'"},
		{"DATABASE_URL=mysql://u:s3cr3tV4lue@h/db rake db:drop", "DATABASE_URL=mysql://" + r + "@h/db rake db:drop"},
		{"curl 'https://h/x?token=s3cr3tV4lue'", "curl 'https://h/x?token=" + r + "'"},
		{"curl 'https://h/x?a=b&api_key=s3cr3tV4lue'", "curl 'https://h/x?a=b&api_key=" + r + "'"},
		{"pip install --index-url https://u:s3cr3tV4lue@pypi.h/simple x", "pip install --index-url https://" + r + "@pypi.h/simple x"},
		// headers
		{"curl -H 'Authorization: Bearer s3cr3tV4lue' https://h", "curl -H 'Authorization: " + r + "' https://h"},
		{"curl -H \"Authorization: token s3cr3tV4lue\" https://h", "curl -H \"Authorization: " + r + "\" https://h"},
		{"curl --header='X-Api-Key: s3cr3tV4lue' https://h", "curl --header='X-Api-Key: " + r + "' https://h"},
		{"curl -H 'PRIVATE-TOKEN:s3cr3tV4lue' https://h", "curl -H 'PRIVATE-TOKEN:" + r + "' https://h"},
		{"curl -H 'Cookie: session=s3cr3tV4lue; b=c' https://h", "curl -H 'Cookie: " + r + "' https://h"},
		{"http GET h 'Authorization:Basic s3cr3tV4lue'", "http GET h 'Authorization:" + r + "'"},
		// assignments
		{"export API_KEY=s3cr3tV4lue", "export API_KEY=" + r},
		{"API_KEY=s3cr3tV4lue ./deploy", "API_KEY=" + r + " ./deploy"},
		{"PGPASSWORD='s3cr3tV4lue' psql -c 'drop table x'", "PGPASSWORD='" + r + "' psql -c 'drop table x'"},
		{"MYSQL_PWD=s3cr3tV4lue mysql shop", "MYSQL_PWD=" + r + " mysql shop"},
		{"env AWS_SECRET_ACCESS_KEY=s3cr3tV4lue aws s3 ls", "env AWS_SECRET_ACCESS_KEY=" + r + " aws s3 ls"},
		{"declare -x GITHUB_TOKEN=\"s3cr3tV4lue\"; gh api user", "declare -x GITHUB_TOKEN=\"" + r + "\"; gh api user"},
		{"docker run -e TOKEN=s3cr3tV4lue -p 80:80 img", "docker run -e TOKEN=" + r + " -p 80:80 img"},
		{"docker run -eDB_PASSWORD=s3cr3tV4lue img", "docker run -eDB_PASSWORD=" + r + " img"},
		{"docker build --build-arg NPM_TOKEN=s3cr3tV4lue .", "docker build --build-arg NPM_TOKEN=" + r + " ."},
		{"helm install x ./c --set db.password=s3cr3tV4lue", "helm install x ./c --set db.password=" + r},
		{"helm install x ./c --set a=b,db.password=s3cr3tV4lue", "helm install x ./c --set a=b,db.password=" + r},
		{"make deploy TOKEN=s3cr3tV4lue", "make deploy TOKEN=" + r},
		{"heroku config:set SECRET_KEY_BASE=s3cr3tV4lue", "heroku config:set SECRET_KEY_BASE=" + r},
		{"vault kv put secret/db password=s3cr3tV4lue", "vault kv put secret/db password=" + r},
		{"aws configure set aws_secret_access_key s3cr3tV4lue", "aws configure set aws_secret_access_key " + r},
		{"npm config set //registry.npmjs.org/:_authToken s3cr3tV4lue", "npm config set //registry.npmjs.org/:_authToken " + r},
		{"redis-cli config set requirepass s3cr3tV4lue", "redis-cli config set requirepass " + r},
		// texts within
		{"bash -c 'mysql -ps3cr3tV4lue -e \"drop database shop\"'", "bash -c 'mysql -p" + r + " -e \"drop database shop\"'"},
		{"ssh h \"bash -c 'curl -u a:s3cr3tV4lue https://h'\"", "ssh h \"bash -c 'curl -u " + r + " https://h'\""},
		{"curl -d '{\"user\":\"u\",\"password\":\"s3cr3tV4lue\"}' https://h", "curl -d '{\"user\":\"u\",\"password\":\"" + r + "\"}' https://h"},
		{"curl -d \"{\\\"password\\\":\\\"s3cr3tV4lue\\\"}\" https://h", "curl -d \"{\\\"password\\\":\\\"" + r + "\\\"}\" https://h"},
		{"curl -d 'user=u&password=s3cr3tV4lue' https://h", "curl -d 'user=u&password=" + r + "' https://h"},
		{"cat > .env <<'E'\nA=b\nDB_PASSWORD=s3cr3tV4lue\nE", "cat > .env <<'E'\nA=b\nDB_PASSWORD=" + r + "\nE"},
		{"cat > c.yaml <<E\ndb:\n  password: s3cr3tV4lue\nE", "cat > c.yaml <<E\ndb:\n  password: " + r + "\nE"},
		{"psql -c \"ALTER USER u PASSWORD 's3cr3tV4lue'\"", "psql -c \"ALTER USER u PASSWORD '" + r + "'\""},
		{"mysql -e \"CREATE USER u IDENTIFIED BY 's3cr3tV4lue'\"", "mysql -e \"CREATE USER u IDENTIFIED BY '" + r + "'\""},
		{"python -c 'password = \"s3cr3tV4lue\"; run(password)'", "python -c 'password = \"" + r + "\"; run(password)'"},
		{"echo s3cr3tV4lue | docker login --password-stdin", "echo " + r + " | docker login --password-stdin"},
		{"gh auth login --with-token <<< s3cr3tV4lue", "gh auth login --with-token <<< " + r},
		{"echo s3cr3tV4lue | sudo -S rm -rf /srv", "echo " + r + " | sudo -S rm -rf /srv"},
		{"cat > deploy.sh <<'E'\ncurl -u me:s3cr3tV4lue https://h\nE", "cat > deploy.sh <<'E'\ncurl -u " + r + " https://h\nE"},
		{"cat > README.md <<'E'\nit's done with\n    curl -u me:s3cr3tV4lue https://h\nE", "cat > README.md <<'E'\nit's done with\n    curl -u " + r + " https://h\nE"},
		{"git commit -m 'was: mysql -ps3cr3tV4lue shop'", "git commit -m 'was: mysql -p" + r + " shop'"},
		{"echo 'mysql -ps3cr3tV4lue shop' >> run.sh", "echo 'mysql -p" + r + " shop' >> run.sh"},
		// by way of variables
		{"P=s3cr3tV4lue; mysql -p$P shop", "P=" + r + "; mysql -p$P shop"},
		{"U=me:s3cr3tV4lue; curl -u \"$U\" https://h", "U=" + r + "; curl -u \"$U\" https://h"},
		{"T=$(echo s3cr3tV4lue); export TOKEN=$T", "T=$(echo " + r + "); export TOKEN=$T"},
		{"cd x && set -- s3cr3tV4lue; mysql -p$1", "cd x && set -- " + r + "; mysql -p$1"},
		{"cd x && read -r P <<< s3cr3tV4lue; mysql -p$P", "cd x && read -r P <<< " + r + "; mysql -p$P"},
		{"A=s3cr3t; B=V4lue; mysql -p$A$B shop", "A=" + r + "; B=" + r + "; mysql -p$A$B shop"},
		// tokens by their form
		{"echo ghp_s3cr3tV4lues3cr3tV4lue01 > t", "echo " + r + " > t"},
		{"true # Bearer s3cr3tV4lue", "true # Bearer " + r},
		{"cat > k <<E\n-----BEGIN PRIVATE KEY-----\ns3cr3tV4lue\n-----END PRIVATE KEY-----\nE", "cat > k <<E\n-----BEGIN PRIVATE KEY" + r + "-----END PRIVATE KEY-----\nE"},
		// spelled in another way than it reads
		{"mysql -p's3cr3t'\\''V4lue' shop", "mysql -p'" + r + "' shop"},
		{"TOKEN=s3cr\"3tV4\"lue ./deploy", "TOKEN=" + r + " ./deploy"},
		{"A=s3cr3t; B=V4lue; mysql -p$A$B shop", "A=" + r + "; B=" + r + "; mysql -p$A$B shop"},
		{"curl -u a:$(echo czNjcjN0VjRsdWU= | base64 -d) https://h", "curl … (56 bytes)"},
		{"mysql -p's3cr3tV4lue", "mysql … (20 bytes)"},
	}
}

func redact(t *testing.T, text string) string {
	t.Helper()
	r := Builtin().Redact(Command{Text: text, Dir: "/work"}, World{})
	return r.Text
}

func TestRedactTakesSecretsOut(t *testing.T) {
	for _, row := range redactions() {
		got := redact(t, row[0])
		if got != row[1] {
			t.Errorf("%s\n got %s\nwant %s", row[0], got, row[1])
		}
		if strings.Contains(got, "V4lue") || strings.Contains(got, "s3cr3t") {
			t.Errorf("%s\nkeeps the secret: %s", row[0], got)
		}
	}
}

// TestNoSecretIsTold: what a refusal tells of a call may come of a file or of a
// variable that the agent has not read.
func TestNoSecretIsTold(t *testing.T) {
	w := worldOf(map[string]string{
		"s.sh":     "mysql -pV4lue -e 'drop database shop'\n",
		"h.sh":     "curl -X DELETE -H 'Authorization: Bearer V4lue' https://api.heroku.com/apps/x\n",
		"u.sh":     "psql postgres://a:V4lue@h/d -c 'drop database x'\n",
		"Makefile": "nuke:\n\tterraform destroy -var db_password=V4lue\n",
	})
	w.Getenv = func(name string) (string, bool) { return "V4lue", name == "DB_PASS" }
	for _, text := range []string{"bash s.sh", ". ./h.sh", "sh < u.sh", "make nuke", `mysql -p"$DB_PASS" -e "drop database x"`, `T=terraform; $T destroy -var "password=$DB_PASS"`} {
		v := Builtin().Evaluate(testCommand(text), w)
		require.NotEmpty(t, v.Findings, text)
		for _, f := range v.Findings {
			assert.NotContains(t, f.Call, "V4lue", text)
			assert.NotContains(t, strings.Join(append(f.Via, f.Unsure, f.Reason), " "), "V4lue", text)
		}
	}
	v := Builtin().Evaluate(testCommand("mysql -pV4lue -e 'drop database x'"), w)
	assert.Contains(t, v.Findings[0].Call, "V4lue", "what the agent wrote itself is quoted as it is")
}

// TestRedactKeepsTheRest: a record that tells nothing is of no use.
func TestRedactKeepsTheRest(t *testing.T) {
	for _, text := range []string{
		"terraform -chdir=prod destroy -auto-approve",
		"git push --force origin main",
		"rm -rf token-cache dist secrets.bak",
		"kubectl delete secret db-credentials -n prod",
		"aws s3api delete-object --bucket b --key path/to/object",
		"sort -t: --key=2 list",
		"ssh -i ~/.ssh/id_ed25519 deploy@host 'ls /srv'",
		"git clone ssh://git@github.com/a/b",
		"git clone git@github.com:a/b.git",
		"docker run -p 8080:80 nginx:latest",
		"curl -H 'Accept: application/json' https://h:8080/a@b",
		"curl -H \"Authorization: $AUTH\" https://h",
		"docker login --password-stdin < ~/.token",
		"export TOKEN=$(vault read -field=x y)",
		"export TOKEN=$OTHER; cd \"$PWD\"",
		"vault login --token-file t",
		"grep -rn password src",
		"aws secretsmanager describe-secret arn:aws:secretsmanager:eu-west-1:1:secret:db",
		"PWD=/x OLDPWD=/y ls",
	} {
		if got := redact(t, text); got != text {
			t.Errorf("%s\nbecame %s", text, got)
		}
	}
}

func TestRedactCleansTheCallToo(t *testing.T) {
	r := Builtin().Redact(Command{Text: "P=s3cr3tV4lue; mysql -p$P -e 'drop database shop'", Dir: "/work"}, World{})
	if got := r.Clean("mysql -ps3cr3tV4lue -e 'drop database shop'"); got != "mysql -p"+secret.Mark+" -e 'drop database shop'" {
		t.Error(got)
	}
}
