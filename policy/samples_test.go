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
