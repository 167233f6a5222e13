package survey

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/diag"
	"tagout/internal/scan"
	"tagout/policy"
)

// written writes files below a new directory.
func written(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		full := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(full), 0o755))
		require.NoError(t, os.WriteFile(full, []byte(text), 0o644))
	}
	return dir
}

func scanned(t *testing.T, root string, change ...func(*scan.Request)) scan.Report {
	t.Helper()
	r := scan.Request{Root: root, Policy: policy.Builtin(), Level: diag.Note}
	for _, c := range change {
		c(&r)
	}
	report, err := Scan(r)
	require.NoError(t, err)
	return report
}

// found lists findings as LINE:COLUMN TEXT.
func found(r scan.Report) (out []string) {
	for _, p := range r.Problems {
		end := min(len(p.Source), p.Col-1+p.Len)
		out = append(out, fmt.Sprintf("%d:%d %s", p.Line, p.Col, p.Source[min(p.Col-1, end):end]))
	}
	return out
}

// marked takes the marks « and » out of a text, and lists what stands between
// them as found does.
func unmarked(text string) (plain string, want []string) {
	var b strings.Builder
	start := -1
	for _, r := range text {
		switch r {
		case '«':
			start = b.Len()
		case '»':
			line, col, source := diag.At(b.String(), start)
			_ = source
			marked, _, _ := strings.Cut(b.String()[start:], "\n")
			want = append(want, fmt.Sprintf("%d:%d %s", line, col, marked))
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), want
}

// TestPositions finds the commands in a file of every kind, at the very words of
// the original.
func TestPositions(t *testing.T) {
	for name, text := range samples() {
		t.Run(name, func(t *testing.T) {
			file, _, _ := strings.Cut(name, "#")
			plain, want := unmarked(text)
			require.NotEmpty(t, want)
			assert.Equal(t, want, found(scanned(t, written(t, map[string]string{file: plain}))), plain)
		})
	}
}

// TestLineEndsOfWindows are no part of a command, and move nothing.
func TestLineEndsOfWindows(t *testing.T) {
	for name, text := range samples() {
		t.Run(name, func(t *testing.T) {
			file, _, _ := strings.Cut(name, "#")
			plain, want := unmarked(text)
			assert.Equal(t, want, found(scanned(t, written(t, map[string]string{file: strings.ReplaceAll(plain, "\n", "\r\n")}))), plain)
		})
	}
}

func samples() map[string]string {
	return map[string]string{
		"x.sh":              "#!/bin/bash\nset -e\ncd infra && «terraform destroy -auto-approve»\n",
		"bin/nuke":          "#!/usr/bin/env -S bash -e\nif x; then\n\t«terraform destroy»\nfi\n",
		"x.sh#function":     "cleanup() {\n  «terraform destroy»\n}\ntrap cleanup EXIT\n",
		"lib.sh#uncalled":   "cleanup() {\n  «terraform destroy»\n}\n",
		"x.sh#continued":    "«terraform \\\n  -chdir=prod \\\n  destroy»\n",
		"Makefile":          "TF := terraform\n.PHONY: a\na: b\n\t@echo é\n\t-@«terraform destroy»\nb:\n\t«$(TF) -chdir=$(DIR) destroy»\n",
		"Makefile#lines":    "a:\n\tcd x && \\\n\t  «terraform destroy» && \\\n\t  echo done\n",
		"Makefile#shell":    "X := $(shell «terraform destroy»)\n",
		"Makefile#expanded": "CMD = terraform destroy\na:\n\techo a; cd $(X) ; «$(CMD)»; echo $$HOME\n",
		"Makefile#quiet":    "a:\n\t$(Q) for i in a; do «terraform destroy»; done\n\t$(Q)if x; then «terraform destroy»; fi\n",
		"Makefile#context":  ".PHONY: a\nX ?= 1\nifeq ($(X),1)\n\tY := $(shell «terraform destroy»)\nendif\na:\n\t«terraform destroy»\n",
		"x.sh#heredoc":      "unused() {\n  cat >x <<'EOF'\n{\n}\nEOF\n  «terraform destroy»\n}\n",
		"x.sh#bash":         "a=(b c)\nfunction f() { «terraform destroy»; }\nf &> x\n",
		"x.sh#posix":        "#!/bin/sh\na=(b c)\n«terraform destroy»\n",
		"justfile":          "x := 'prod'\na:\n    echo hi\n    @«terraform -chdir={{x}} destroy»\n\nb dir:\n    #!/usr/bin/env bash\n    cd {{dir}}\n    «terraform destroy»\n",
		"Taskfile.yml":      "version: '3'\nvars: {D: prod}\ntasks:\n  a:\n    cmds:\n      - echo hi\n      - «terraform -chdir={{.D}} destroy»\n      - |\n        echo a\n        «terraform destroy»\n",
		"package.json":      "{\n  \"name\": \"x\",\n  \"scripts\": {\n    \"a\": \"echo \\\"é\\\" && «terraform destroy»\"\n  }\n}\n",
		"composer.json":     "{\"scripts\": {\"a\": [\"echo\", \"«terraform destroy»\"]}}\n",
		"Procfile":          "web: npm start\nrelease: «terraform destroy»\n",
		"Dockerfile": "# escape is a comment here\nFROM alpine:3 AS b\nRUN --mount=type=cache,target=/x apk add \\\n    # a comment\n    bash && «terraform destroy»\n" +
			"CMD [\"bash\", \"-c\", \"echo é\"]\nENTRYPOINT [\"«terraform\", \"destroy»\"]\n",
		"Dockerfile#heredoc":          "FROM x\nRUN <<EOF\necho a\n«terraform destroy»\nEOF\nRUN bash <<-'E'\n\techo b\nE\nHEALTHCHECK --interval=5s CMD «terraform destroy»\n",
		"compose.yaml":                "services:\n  a:\n    image: x\n    command: «terraform destroy»\n  b:\n    image: x\n    command: [\"«terraform\", \"destroy»\"]\n",
		".github/workflows/a.yml":     workflowSample,
		"action.yml":                  "runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: >-\n        echo a\n        && «terraform destroy»\n    - shell: pwsh\n      run: «R»emove-Item x\n",
		".gitlab-ci.yml":              ".base: &base\n  - cd infra\nimage: hashicorp/terraform\na:\n  variables: {T: terraform}\n  before_script:\n    - *base\n  script:\n    - echo a\n    - >\n      «$T\n      destroy»\n  after_script: [«terraform destroy»]\n",
		".circleci/config.yml":        "version: 2.1\njobs:\n  a:\n    steps:\n      - checkout\n      - run: «terraform destroy»\n      - run:\n          name: b\n          command: |\n            cd << parameters.dir >>\n            «terraform -chdir=<< parameters.dir >> destroy»\n",
		"azure-pipelines.yml":         "steps:\n- script: «terraform destroy»\n- bash: |\n    cd $(Build.SourcesDirectory)\n    «terraform -chdir=$(dir.X) destroy»\n- task: Bash@3\n  inputs:\n    script: «terraform destroy»\n",
		"Jenkinsfile":                 "pipeline { stages { stage('a') { steps {\n  // sh 'terraform destroy'\n  echo 'terraform destroy'\n  sh '«terraform destroy»'\n  sh(script: \"\"\"\n    cd ${DIR}\n    «terraform -chdir=${DIR} destroy»\n  \"\"\", returnStdout: true)\n  sh label: 'x', script: '«terraform destroy»'\n}}}}\n",
		".pre-commit-config.yaml":     "repos:\n- repo: local\n  hooks:\n  - id: a\n    language: system\n    entry: «terraform destroy»\n",
		".pre-commit-hooks.yaml":      "- id: a\n  language: script\n  entry: «terraform destroy»\n",
		"crontab":                     "MAILTO=x\n# comment\n0 5 * * 1 cd /x && «terraform destroy»\n@daily «terraform destroy»\n",
		"etc/cron.d/x":                "PATH=/bin\n0 5 * * 1 root «terraform destroy»\n",
		"a.service":                   "[Service]\nExecStart=/bin/true\nExecStop=-«/usr/bin/terraform -chdir=%h \\\n  destroy»\n",
		"main.tf":                     "resource \"null_resource\" \"a\" {\n  provisioner \"local-exec\" {\n    when = destroy\n    command = \"echo \\\"é\\\" && «terraform -chdir=${path.module} destroy»\"\n  }\n  provisioner \"remote-exec\" {\n    inline = [\"ls\", \"«terraform destroy»\"]\n  }\n  provisioner \"local-exec\" {\n    command = <<-EOT\n      cd x\n      «terraform destroy»\n    EOT\n  }\n}\n",
		"roles/x/tasks/main.yml":      "- name: a\n  ansible.builtin.shell: «terraform -chdir={{ dir }} destroy»\n  args: {chdir: /x}\n- block:\n    - command: chdir=/x «terraform destroy»\n    - command:\n        argv: [ls, -l]\n    - shell:\n        cmd: |\n          ls\n          «terraform destroy»\n",
		"CLAUDE.md":                   "Clean up:\n\n```bash\n# all\n«terraform destroy»\n```\n\n- say:\n  ```console\n  $ «terraform destroy»\n  Destroy complete\n  ```\n\n```go\nterraform destroy\n```\n",
		".claude/commands/x.md":       "---\nallowed-tools: Read, «Bash(terraform:*)»\n---\nState: !`«terraform destroy»`\n",
		".claude/settings.json":       "{\"permissions\": {\"allow\": [\"Bash(ls:*)\", «\"Bash(terraform:*)\"», \"Bash(terraform plan:*)\"]},\n \"hooks\": {\"Stop\": [{\"hooks\": [{\"type\": \"command\", \"command\": \"«terraform destroy»\"}]}]}}\n",
		".gemini/settings.json":       "{\"tools\": {\"allowed\": [«\"run_shell_command(terraform)\"», \"run_shell_command(ls)\"]}}\n",
		".cursor/cli.json":            "{\"permissions\": {\"allow\": [«\"Shell(terraform)\"», \"Read(x)\"]}}\n",
		".claude/settings.local.json": "{\"permissions\": {\"allow\": [«\"Bash(*)\"», \"Bash(git status)\"], \"defaultMode\": «\"bypassPermissions\"»}}\n",
		".claude/skills/x/SKILL.md":   "---\nname: x\ntools: Bash\nallowed-tools:\n  - Read\n  - «Bash(terraform *)»\nmodel: x\n---\n",
		".codex/rules/x.rules":        "# prefix_rule(pattern=[\"terraform\"])\nprefix_rule(\n  pattern = [\"git\", \"status\"], # ok )\n)\n«prefix_rule(pattern=[[\"tofu\", \"terraform\"]], justification=\"a ) b\")»\nprefix_rule(pattern=[\"rm\"], decision = \"allow\")\nprefix_rule(pattern=[\"rm\"], decision='prompt')\n«prefix_rule(pattern=[\"terraform\", 'destroy'], decision=\"allow\")»\n",
		".cursor/permissions.json":    "{\n  // ours\n  \"terminalAllowlist\": [\"ls\", «\"terraform\"», \"git status\",],\n}\n",
		".qwen/settings.json":         "{\"permissions\": {\"allow\": [\"Bash(git status)\", «\"Bash(terraform *)\"»]}}\n",
		".vscode/settings.json":       "{ // x\n  \"chat.tools.terminal.autoApprove\": {\"ls\": true, «\"terraform\"»: true, \"rm\": true, \"/^rm\\\\b/\": false, «\"/^kubectl/i\"»: {\"approve\": true, \"matchCommandLine\": true}}\n}\n",
		".opencode/opencode.jsonc":    "{\"agent\": {\"x\": {\"permission\": {\"edit\": \"ask\", \"*\": «\"allow\"»}}}} // x\n",
		"opencode.json":               "{\"permission\": {\"bash\": {\"ls *\": \"allow\", «\"terraform *\"»: \"allow\"}}}\n",
	}
}

const workflowSample = `on: push
env: {T: terraform}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: |
          echo "é"

          «$T -chdir=${{ inputs.dir }} destroy»
      - run: "echo \"a\"; «terraform destroy»"
      - run: 'echo ''a''; «terraform destroy»'
      - name: plain
        run:
          «terraform
          destroy»
      - shell: python
        run: «p»rint(1)
  b:
    runs-on: windows-latest
    steps:
      - run: «R»emove-Item x
      - shell: bash
        run: «terraform destroy»
`

// TestTooMuch: a script of which the end is not judged says so where everybody sees it.
func TestTooMuch(t *testing.T) {
	dir := t.TempDir()
	text := "#!/bin/bash\n" + strings.Repeat("ls a\n", 60_000) + "terraform destroy\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "x.sh"), []byte(text), 0o644))
	var levels []string
	for _, p := range scanned(t, dir).Problems {
		if p.ID == policy.TooComplex || p.ID == "terraform-destroy" {
			levels = append(levels, p.ID+" "+p.Level.String())
		}
	}
	require.Contains(t, levels, policy.TooComplex+" warning")
}
