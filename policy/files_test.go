package policy

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
)

// projectFiles is a project whose files say what its commands run.
func projectFiles() map[string]string {
	return map[string]string{
		"Makefile": `# the usual
TF      ?= terraform
ENV     := dev
BUILD   := build
FLAGS    = -auto-approve $(EXTRA)
SRCS    := $(wildcard src/*.c)
OBJS    := $(patsubst src/%.c,$(BUILD)/%.o,$(SRCS))
VERSION := $(shell git describe --tags --always)
export ENV

.PHONY: all test clean nuke fmt
all: build test
build: $(OBJS)
	@mkdir -p $(BUILD)
	go build -ldflags "-X main.version=$(VERSION)" -o $(BUILD)/app ./...
$(BUILD)/%.o: src/%.c | $(BUILD)
	$(CC) $(CFLAGS) -c $< -o $@
test:
	@echo "testing $(VERSION)"
	go test ./... && echo "done: never run terraform destroy"
clean:
	rm -rf $(BUILD) *.o
	-rm -f core
fmt: ; gofmt -w .
nuke: plan
	@$(TF) destroy $(FLAGS)
plan:
	$(TF) plan
wipe-home:
	cd / && \
		rm -rf $$HOME
deep:
	$(MAKE) -C infra destroy
bydefine:
	$(call run,destroy)
define run
terraform init
terraform $(1) -auto-approve
endef
ifeq ($(CI),true)
GONE = terraform plan
else
GONE = terraform destroy
endif
either:
	$(GONE)
loop: loop2
	true
loop2: loop
	true
-include local.mk
`,
		"infra/Makefile": "destroy: ; terraform destroy -auto-approve\n",
		"local.mk":       "included:\n\tterraform destroy\n",
		"package.json": `{"scripts": {
  "build": "tsc -p .", "test": "jest", "lint": "eslint .", "clean": "rimraf dist",
  "nuke": "rimraf / && terraform destroy", "tf": "terraform",
  "predeploy": "terraform destroy", "deploy": "echo deployed", "again": "npm run nuke",
  "posttest": "terraform destroy"
}}`,
		"justfile": `tf := "terraform"
env := 'dev'
default: build
alias n := nuke
build:
    cargo build
nuke target="all":
    {{tf}} destroy -auto-approve # {{target}}
go verb:
    terraform {{verb}}
dep: build (go "destroy")
script:
    #!/usr/bin/env bash
    set -e
    terraform destroy
`,
		"Taskfile.yml": `version: '3'
vars:
  TF: terraform
tasks:
  default:
    cmds: [go build ./...]
  test: go test ./...
  nuke:
    desc: "takes it all down"
    deps: [plan]
    cmds:
      - echo going
      - cmd: '{{.TF}} destroy -auto-approve'
  plan:
    cmds:
    - "{{.TF}} plan"
  all:
    cmds:
      - task: nuke
  multi:
    cmd: |
      set -e
      terraform destroy
`,
		"Procfile":    "web: bundle exec puma\nnuke: terraform destroy\n",
		"compose.yml": "services:\n  db:\n    image: postgres\n    command: rm -rf /data\n    volumes:\n      - /:/data\n  web:\n    command: [\"npm\", \"start\"]\n",
	}
}

// projectWorld is testWorld with the project's files below dir.
func projectWorld(dir string, files map[string]string) World {
	m := fstest.MapFS{}
	for name, text := range files {
		m[strings.TrimPrefix(dir+"/"+name, "/")] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	w := testWorld()
	w.Open = func(name string) (fs.File, error) { return m.Open(strings.TrimPrefix(name, "/")) }
	w.ReadDir = func(name string) ([]fs.DirEntry, error) { return m.ReadDir(strings.TrimPrefix(name, "/")) }
	w.Lstat = func(name string) (fs.FileInfo, error) { return m.Stat(strings.TrimPrefix(name, "/")) }
	return w
}

// TestProjectFiles: commands are judged by what the project's files run.
func TestProjectFiles(t *testing.T) {
	const dir = "/home/dev/project"
	world := projectWorld(dir, projectFiles())
	for _, c := range []struct {
		text string
		want Decision
		rule string
	}{
		{"make nuke", Deny, "terraform-destroy"},
		{"make -s -j4 nuke", Deny, "terraform-destroy"},
		{"gmake --directory=infra destroy", Deny, "terraform-destroy"},
		{"make -C infra", Deny, "terraform-destroy"},
		{"make -f infra/Makefile", Deny, "terraform-destroy"},
		{"cd infra && make", Deny, "terraform-destroy"},
		{"make TF=tofu nuke", Deny, "terraform-destroy"},
		{"sudo make nuke", Deny, "terraform-destroy"},
		{"make deep", Deny, "terraform-destroy"},
		{"make included", Deny, "terraform-destroy"},
		{"make bydefine", Deny, "terraform-destroy"},
		{"make either", Deny, "terraform-destroy"},
		{"make wipe-home", Deny, ""},
		{"make test nuke", Deny, "terraform-destroy"},
		{`make "$TARGET"`, Ask, ""},
		{"npm run nuke", Deny, "terraform-destroy"},
		{"npm run deploy", Deny, "terraform-destroy"},
		{"npm test", Deny, "terraform-destroy"},
		{"npm run again", Deny, "terraform-destroy"},
		{"npm run tf -- destroy", Deny, "terraform-destroy"},
		{"pnpm nuke", Deny, "terraform-destroy"},
		{"yarn nuke", Deny, "terraform-destroy"},
		{"yarn run tf destroy", Deny, "terraform-destroy"},
		{"bun run nuke", Deny, "terraform-destroy"},
		{"just nuke", Deny, "terraform-destroy"},
		{"just n", Deny, "terraform-destroy"},
		{"just go destroy", Deny, "terraform-destroy"},
		{"just dep", Deny, "terraform-destroy"},
		{"just script", Deny, "terraform-destroy"},
		{"just tf=tofu nuke", Deny, "terraform-destroy"},
		{"task nuke", Deny, "terraform-destroy"},
		{"task all", Deny, "terraform-destroy"},
		{"task multi", Deny, "terraform-destroy"},
		{"foreman start", Deny, "terraform-destroy"},
		{"honcho start nuke", Deny, "terraform-destroy"},
		{"docker compose run --rm db", Deny, "delete-everything"},
		{"docker compose up -d", Deny, "delete-everything"},
		{"docker compose up db", Deny, "delete-everything"},
		{"printf 'x:\\n\\tterraform destroy\\n' > new.mk; make -f new.mk", Deny, "terraform-destroy"},

		{"make", None, ""},
		{"make test", None, ""},
		{"make clean", None, ""},
		{"make all -j 8", None, ""},
		{"make build fmt plan", None, ""},
		{"make -n nuke", None, ""},
		{"make TF=echo nuke", None, ""},
		{"make loop", None, ""},
		{"make missing", None, ""},
		{"cd /tmp && make nuke", None, ""},
		{"npm run build", None, ""},
		{"npm run clean", None, ""},
		{"npm run missing", None, ""},
		{"npm install", None, ""},
		{"yarn build", None, ""},
		{"yarn add react", None, ""},
		{"just", None, ""},
		{"just build", None, ""},
		{"just go plan", None, ""},
		{"just --list", None, ""},
		{"task", None, ""},
		{"task test", None, ""},
		{"task plan", None, ""},
		{"task --list", None, ""},
		{"foreman start web", None, ""},
		{"docker compose run --rm web", None, ""},
		{"docker compose up -d web", None, ""},
	} {
		v := Builtin().Evaluate(Command{Text: c.text, Dir: dir, Workspace: dir, Harness: "claude"}, world)
		assert.Equal(t, c.want.String(), v.Decision.String(), "%s: %v", c.text, v.Findings)
		if c.rule != "" {
			fired := slices.ContainsFunc(v.Findings, func(f Finding) bool { return f.Rule == c.rule })
			assert.True(t, fired, "%s: %v", c.text, v.Findings)
		}
	}
}
