package policy

import (
	"testing"
)

// everyday are commands of the length and kind that agents propose all day.
func everyday() []string {
	return []string{
		"ls -la", "git status --short", "git diff HEAD~1 -- src", "go test ./... 2>&1 | tail -20",
		"npm run build && npm test", "grep -rn 'TODO' --include='*.go' . | head", "cat package.json | jq .scripts",
		"cd frontend && npx tsc --noEmit", "docker compose up -d db", "kubectl get pods -n staging -o wide",
		"terraform -chdir=infra plan -out=tfplan", "aws s3 ls s3://bucket --recursive | wc -l",
		"find . -name '*.go' -not -path './vendor/*' | xargs wc -l", "mkdir -p build && cp -r assets build/",
		"for f in *.md; do echo \"$f\"; done", "git add -A && git commit -m \"fix: never terraform destroy\" && git push",
		"python3 -m pytest -x tests/", "sed -n '1,40p' main.go", "rm -rf node_modules dist && npm ci",
		"curl -s https://example.com/api | jq '.items[] | .name'",
	}
}

// BenchmarkEvaluate judges everyday commands in one process.
func BenchmarkEvaluate(b *testing.B) {
	p, w, cmds := Builtin(), testWorld(), everyday()
	b.ReportAllocs()
	for i := range b.N {
		p.Evaluate(testCommand(cmds[i%len(cmds)]), w)
	}
}

// TestEveryday: the commands above raise no alarm.
func TestEveryday(t *testing.T) {
	for _, text := range everyday() {
		if v := Builtin().Evaluate(testCommand(text), testWorld()); v.Decision != None {
			t.Errorf("%s: %q: %+v", v.Decision, text, v.Findings)
		}
	}
}
