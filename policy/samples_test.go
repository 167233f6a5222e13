package policy

import (
	"os"
	"strings"
	"testing"
)

// samples reads a file of commands: one a line, or several lines between lines
// of three dashes; "#" begins a comment outside of those.
func samples(t testing.TB, name string) []string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out, block []string
	inside := false
	for _, line := range strings.Split(string(data), "\n") {
		switch {
		case line == "---" && inside:
			out, block, inside = append(out, strings.Join(block, "\n")), nil, false
		case line == "---":
			inside = true
		case inside:
			block = append(block, line)
		case line != "" && !strings.HasPrefix(line, "#"):
			out = append(out, line)
		}
	}
	if inside {
		t.Fatalf("%s: a block is not closed", name)
	}
	return out
}

// heldUp are everyday commands that are asked about all the same, and why.
func heldUp() map[string]string {
	return map[string]string{
		"terraform workspace new feat-1":         "its state is empty, so that the next apply makes everything a second time",
		"terraform test":                         "makes and destroys real infrastructure, unless every run block only plans",
		"redis-cli -p 7001 shutdown nosave":      "loses what the server has not written, and whose server it is cannot be seen",
		"sudo chown -R $(whoami) ~/.npm":         "a false alarm: what whoami prints is not computed and may be more words",
		"adb shell rm /sdcard/Download/test.apk": "deletes on a device, of which there is no copy here",

		"git checkout feat/x -- src/config.ts && git diff --cached": "overwrites the file, and what of it was not committed",
		"terraform init -upgrade -backend-config=dev.hcl":           "changes providers or the backend: a state that stays behind makes the next plan create everything again",
		"sudo rm /etc/apt/sources.list.d/nodesource.list":           "deletes a file of the system, of which there is no copy",
	}
}

// letPass are destructive commands that pass, and why.
func letPass() map[string]string {
	return map[string]string{
		"velero restore delete r1 --confirm": "deletes the record of a restore, and nothing that was restored",
		"npx supabase db reset":              "without --linked the local database, which its seeds fill again",
		"sudo yum erase -y docker-ce":        "packages can be installed again; their data stays",
		"git lfs prune --force":              "spares what was never pushed",
		"gh cache delete --all":              "caches are made again",
		"tfe workspace delete prod":          "there is no such program",
		"dbmate down":                        "takes back one migration, as goose down does: daily work on a schema",
		"wrangler rollback --message x":      "another rollback undoes it",

		"curl -X PUT https://api.acme.com/v1/users -d @empty.json -X DELETE": "an API that nobody knows: most are one's own",
		"aws s3api put-object-acl --bucket acme --key a --acl public-read":   "shows the object to others, and destroys nothing",
		"aws dynamodb batch-write-item --request-items file://deletes.json":  "puts as often as it deletes; the file is not read",
	}
}

// gaps are destructive commands that pass and should not. A gap that closes is
// to be taken out of the list.
func gaps() []string {
	return []string{}
}

// measure judges every command of a file and reports those on which the
// decision is not good, unless the list says why, and entries of the list that
// are no longer needed.
func measure(t *testing.T, file string, known map[string]string, good func(Decision) bool) {
	t.Helper()
	p, w, all := Builtin(), testWorld(), samples(t, file)
	seen, wrong := 0, 0
	for _, text := range all {
		v := p.Evaluate(testCommand(text), w)
		why, listed := known[text]
		if listed {
			seen++
		}
		switch ok := good(v.Decision); {
		case ok && listed:
			t.Errorf("%q is listed without need (%s): %s", text, why, v.Decision)
		case !ok:
			wrong++
			if !listed {
				t.Errorf("%s: %q %+v", v.Decision, text, v.Findings)
			}
		}
	}
	if seen != len(known) {
		t.Errorf("%s: %d of %d listed commands stand in the file", file, seen, len(known))
	}
	t.Logf("%s: not as they should be: %d of %d", file, wrong, len(all))
}

// TestEverydaySamples: the daily work of developers is not held up.
func TestEverydaySamples(t *testing.T) {
	measure(t, "testdata/everyday.txt", heldUp(), func(d Decision) bool { return d < Ask })
}

// TestDestructiveSamples: what destroys is asked about at least.
func TestDestructiveSamples(t *testing.T) {
	known := letPass()
	for _, text := range gaps() {
		known[text] = "a gap"
	}
	measure(t, "testdata/destructive.txt", known, func(d Decision) bool { return d >= Ask })
}

// publicHeldUp are commands of public projects that are asked about, and why.
func publicHeldUp() map[string]string {
	return map[string]string{
		"aws logs put-retention-policy --log-group-name my-logs --retention-in-days 5":                           "deletes every log event that is older",
		"./.github/prepare-canary.js\ncd sdk-js\nnpm run build\ncd ..\nnpm publish --tag canary\ngit checkout .": "`git checkout .` throws away what was not committed",
		"rm -rf node_modules && rm -rf ./coverage && rm -rf ./test/testdb.sqlite":                                "a false alarm: a database that the tests make, as its name and directory say",
		"git checkout ':/commit 4'": "a false alarm: names a commit by its message; a path only if there is none",
		"node -e 'for(let i=2;i<process.argv.length;i++)fs.rmSync(process.argv[i],{recursive:true,force:true});'": "a false alarm: the arguments of node -e stand in the command, here none",
		"gcloud iam workload-identity-pools create-cred-config \\\n    projects/$PROJECT_NUMBER/locations/global/workloadIdentityPools/$POOL_ID/providers/$AWS_PROVIDER_ID \\\n    --service-account $SERVICE_ACCOUNT_EMAIL \\\n    --aws \\\n    --output-file /path/to/generated/config.json \\\n    --service-account-token-lifetime-seconds $TOKEN_LIFETIME":                                        "a false alarm: words may come of an unquoted variable, but the verb stands before it",
		"gcloud iam workload-identity-pools create-cred-config \\\n    projects/$PROJECT_NUMBER/locations/global/workloadIdentityPools/$POOL_ID/providers/$OIDC_PROVIDER_ID \\\n    --service-account $SERVICE_ACCOUNT_EMAIL \\\n    --credential-source-file $PATH_TO_OIDC_ID_TOKEN \\\n    --output-file /path/to/generated/config.json":                                                              "a false alarm: words may come of an unquoted variable, but the verb stands before it",
		"gcloud iam workload-identity-pools create-cred-config \\\n    projects/$PROJECT_NUMBER/locations/global/workloadIdentityPools/$POOL_ID/providers/$OIDC_PROVIDER_ID \\\n    --service-account $SERVICE_ACCOUNT_EMAIL \\\n    --credential-source-url $URL_TO_GET_OIDC_TOKEN \\\n    --credential-source-headers $HEADER_KEY=$HEADER_VALUE \\\n    --output-file /path/to/generated/config.json": "a false alarm: words may come of an unquoted variable, but the verb stands before it",
		"aws cloudformation update-stack-instances \\\n    --stack-set-name my-stack-set \\\n    --accounts 123456789012 567890123456 \\\n    --regions us-east-1 us-west-2 \\\n    --operation-preferences FailureToleranceCount=3":                                                                                                                                                                    "changes live resources unseen",
		"config='/etc/docker/daemon.json'\nif [[ -e \"$config\" ]]; then\n  sudo sed -i -e 's/{/{ \"experimental\": true, /' \"$config\"\nelse\n  echo '{ \"experimental\": true }' | sudo tee \"$config\"\nfi\nsudo systemctl restart docker":                                                                                                                                                          "changes the configuration of the machine, of which there is no copy",
		"rm -rf $(pyenv root)":                                             "deletes a directory elsewhere, of a name that another program prints",
		"rm -f cacert.pem ca.crt ca-private.key *.csr":                     "deletes a private key: that a test made it cannot be seen",
		"rm -rf /usr/local/{lib/node{,/.npm,_modules},bin,share/man}/npm*": "deletes installed programs: to ask would do, but it is denied",
		"kubectl replace --force -f ./pod.json":                            "deletes the object and makes it anew",
		"apt-get update -qqy \\\n  && rm -rf /var/lib/apt/lists/* /var/cache/apt/* \\\n  && rm /bin/sh && ln -s /bin/bash /bin/sh \\\n  && chown seluser /usr/local":                                                                                                                                                               "deletes the shell, if it is run outside of an image",
		"output=$(npx baseline-browser-mapping 2>&1); path=$(printf '%s\n' \"$output\" | sed -n 's/^.*: \\(.*\\): Permission denied$/\\1/p; t; s/^\\(.*\\): Permission denied$/\\1/p'); if [ -n \"$path\" ]; then echo \"Permission denied for: $path\"; echo \"Removing $path ...\"; rm -rf \"$path\"; else echo \"$output\"; fi": "deletes what a message of another program names",
		"git clean -Xdf":                          "deletes what git does not hold: .env as well as what can be built again",
		"git clean -Xdf -e '!node_modules' .":     "deletes what git does not hold: .env as well as what can be built again",
		"git clean -df":                           "deletes what git does not hold: .env as well as what can be built again",
		"git clean -fdxe node_modules":            "deletes what git does not hold: .env as well as what can be built again",
		"git clean -fxd -e .idea -e node_modules": "deletes what git does not hold: .env as well as what can be built again",
		"git clean -fxd node_modules":             "deletes what git does not hold: .env as well as what can be built again",
		"git clean -xdf . -e node_modules":        "deletes what git does not hold: .env as well as what can be built again",
		"kubectl apply --prune -f manifest.yaml --all --prune-allowlist=core/v1/ConfigMap":              "deletes what the manifest leaves out",
		"kubectl apply --prune -f manifest.yaml -l app=nginx":                                           "deletes what the manifest leaves out",
		"sam sync --stack-name sam-app":                                                                 "deploys without showing the changes",
		"git checkout ../README":                                                                        "overwrites the file, and what of it was not committed",
		"git checkout HEAD^ go.mod":                                                                     "overwrites the file, and what of it was not committed",
		"git checkout upstream/master lib/marked.cjs lib/marked.umd.js lib/marked.esm.js marked.min.js": "overwrites the files, and what of them was not committed",
		"defence README.md | replace-require-self | node":                                               "runs what programs make of a text",
		"curl -fsSL https://pyenv.run | bash":                                                           "runs what the network sends",
		"curl -o- -L https://slss.io/install | VERSION=2.72.2 bash":                                     "runs what the network sends",
		"curl -o- -L https://slss.io/install | bash":                                                    "runs what the network sends",
		"curl -qL https://www.npmjs.com/install.sh | sh":                                                "runs what the network sends",
		"curl -sL firebase.tools | bash":                                                                "runs what the network sends",
		"mkdir -p $NVM_DIR \\\n  && wget -qO- https://raw.githubusercontent.com/creationix/nvm/v0.35.2/install.sh | bash \\\n  && source $NVM_DIR/nvm.sh \\\n  && nvm install v12": "runs what the network sends",
		"git reset --hard":          "throws away what was not committed",
		"hg update --clean -r '.^'": "throws away what was not committed",
	}
}

// publicLetPass are commands of public projects that pass though they delete or
// take back something, and why.
func publicLetPass() map[string]string {
	return map[string]string{
		"npm hook rm id-deadbeef":                            "a notification, made again in a line",
		"npm pkg delete scripts.build":                       "edits package.json, which git holds",
		"kubectl config delete-cluster minikube":             "edits the kubeconfig, and nothing of the cluster",
		"kubectl config delete-context minikube":             "edits the kubeconfig, and nothing of the cluster",
		"kubectl config delete-user minikube":                "edits the kubeconfig, and nothing of the cluster",
		"kubectl rollout undo daemonset/abc --to-revision=3": "goes back one revision; another undo comes back",
		"kubectl rollout undo deployment/abc":                "goes back one revision; another undo comes back",
		"aws sqs delete-message-batch --queue-url https://sqs.us-east-1.amazonaws.com/80398EXAMPLE/MyQueue --entries file://delete-message-batch.json": "what a consumer of the queue does with each message",
	}
}

// TestPublicSamples: what public projects run daily is not held up.
func TestPublicSamples(t *testing.T) {
	measure(t, "testdata/public.txt", publicHeldUp(), func(d Decision) bool { return d < Ask })
}

// TestPublicDestructiveSamples: what public projects destroy with is asked about.
func TestPublicDestructiveSamples(t *testing.T) {
	measure(t, "testdata/public_destructive.txt", publicLetPass(), func(d Decision) bool { return d >= Ask })
}

// TestPublicSamplesAreNew: no command is measured twice.
func TestPublicSamplesAreNew(t *testing.T) {
	seen := make(map[string]string)
	for _, file := range []string{"everyday", "public", "destructive", "public_destructive"} {
		for _, text := range samples(t, "testdata/"+file+".txt") {
			key := strings.Join(strings.Fields(text), " ")
			if first, ok := seen[key]; ok && strings.HasPrefix(file, "public") {
				t.Errorf("%s: %q stands in %s already", file, text, first)
			}
			seen[key] = file
		}
	}
}
