package policy

// projectTasks are the files in which projects say what their tasks run.
func projectTasks() map[string]string {
	const carried = "terraform destroy"
	return map[string]string{
		"Rakefile":      "require 'rake'\ntask :nuke do\n  sh \"" + carried + "\"\nend\ntask :plan do\n  sh 'terraform plan'\nend\ntask all: [:plan, :nuke]\nnamespace :db do\n  task(:gone) { sh '" + carried + "' }\nend\ntask default: :plan\n",
		"composer.json": `{"scripts": {"nuke": "` + carried + `", "plan": ["@php -v", "terraform plan"], "all": ["@plan", "@nuke"], "post-install-cmd": "` + carried + `", "post-update-cmd": "App\\Setup::go"}}`,
		"tox.ini":       "[tox]\nenvlist = py311, lint\n[testenv]\ncommands =\n    pytest {posargs}\n[testenv:nuke]\ncommands = " + carried + "\n[testenv:lint]\ncommands =\n    ruff check\n    # never: " + carried + "\n",
		"noxfile.py":    "import nox\n@nox.session\ndef nuke(session):\n    session.run(\"terraform\", \"destroy\", external=True)\n\n@nox.session\ndef plan(session):\n    session.run(\"terraform\", \"plan\")\n",
		"tasks.py":      "from invoke import task\nRUN = 'terraform'\n@task\ndef clean_up(c):\n    c.run(RUN + ' destroy')\n\n@task(pre=[clean_up])\ndef release(c):\n    c.run('terraform plan')\n\n@task\ndef plan(c):\n    c.run('terraform plan')\n",
		"fabfile.py":    "from fabric import task\n@task\ndef nuke(c):\n    c.run('" + carried + "')\n@task\ndef plan(c):\n    c.run('terraform plan')\n",
		"dodo.py":       "def task_nuke():\n    return {'actions': ['" + carried + "']}\n\ndef task_plan():\n    return {'actions': ['terraform plan']}\n",
		"Makefile.toml": "[tasks.nuke]\ncommand = \"terraform\"\nargs = [\"destroy\", \"-auto-approve\"]\n[tasks.script]\nscript = '''\nset -e\n" + carried + "\n'''\n[tasks.plan]\ncommand = \"terraform\"\nargs = [\n  \"plan\",\n]\n",
		"mise.toml":     "[tools]\nnode = \"20\"\n[tasks]\ngone = \"" + carried + "\"\nplan = { run = \"terraform plan\" }\n[tasks.many]\nrun = [\"terraform plan\", \"" + carried + "\"]\n",
		"pyproject.toml": "[project]\nname = \"x\"\n[tool.poe.tasks]\nwipe = \"" + carried + "\"\nsh = { shell = \"" + carried + "\" }\nlook = \"terraform plan\"\n[tool.pdm.scripts]\nwipe = {cmd = \"" + carried + "\"}\n[tool.hatch.envs.default.scripts]\n" +
			"wipe = [\"" + carried + "\"]\n",
		".pre-commit-config.yaml": "repos:\n- repo: https://github.com/x/y\n  rev: v1\n  hooks:\n  - id: other\n- repo: local\n  hooks:\n  - id: nuke\n    name: n\n    entry: terraform\n    args: [destroy]\n    language: system\n  - id: grep\n    entry: " + carried + "\n    language: pygrep\n  - id: fmt\n    entry: gofmt -l .\n    language: system\n",
		"cmd/nuke/main.go":        "package main\n\nimport \"os/exec\"\n\nfunc main() {\n\texec.Command(\"terraform\", \"destroy\").Run()\n}\n",
		"cmd/plan/main.go":        "package main\n\n// never " + carried + "\nfunc main() { println(\"" + carried + "\") }\n",
		"gen.go":                  "package x\n\n//go:generate " + carried + "\n",
		"stack/compose.yaml":      "services:\n  db:\n    image: postgres\n    command: rm -rf /data\n    volumes:\n      - /:/data\n  web:\n    image: x\n    command: npm start\n",
	}
}

// running are programs that run another by a name that a file of the project
// gives it, or by a setting.
func running() []reached {
	return []reached{
		{"scripts of many packages", []string{
			"turbo run nuke", "turbo nuke", "npx turbo run nuke --filter=web", "turbo run plan nuke", "turbo run web#nuke", "nx run-many -t nuke", "nx run-many --target=nuke", "nx run-many --targets=plan,nuke", "nx run web:nuke", "nx nuke", "nx exec -- §", "lerna run nuke", "npx lerna run nuke --scope x", "lerna exec -- §", "lerna exec '§'",
			"yarn workspaces foreach run nuke", "yarn workspaces foreach -A exec §", "yarn workspaces run nuke", "yarn workspace x run nuke", "yarn workspace x nuke", "pnpm -r exec §", "pnpm -r run nuke", "pnpm --filter x exec §", "npm run nuke --workspaces", "npm exec --workspaces -- §",
		}, nil, []string{"turbo run plan", "npx turbo run build2 --filter=web", "nx run-many -t plan", "nx graph", "lerna run plan", "lerna exec -- ls", "lerna list", "pnpm -r exec ls", "yarn workspaces foreach -A run plan", "yarn workspace x plan", "yarn workspaces list"}},
		{"tasks in Ruby and PHP", []string{"rake nuke", "bundle exec rake nuke", "rake all", "rake db:gone", "rails nuke", "composer run-script nuke", "composer run nuke", "composer nuke", "composer all", "composer exec -- §", "composer install", "composer run all -- -x"}, nil,
			[]string{"rake plan", "rake", "rake -T", "rake -n nuke", "composer run plan", "composer require x/y", "composer install --no-scripts", "composer update", "bundle exec rspec", "rails db:migrate"}},
		{"tasks in Python", []string{"tox -e nuke", "tox run -e nuke", "tox -e py311,nuke", "nox -s nuke", "nox", "inv clean-up", "invoke clean_up", "inv release", "inv plan clean-up", "fab nuke", "fab -H h nuke", "fab -H h -- §"}, []string{"doit nuke", "doit run nuke", "doit"},
			[]string{"tox", "tox -e lint", "tox -l", "nox -s plan", "nox -l", "inv plan", "inv --list", "fab plan", "fab -H h -- uptime", "doit plan", "doit list"}},
		{"tasks in TOML", []string{"cargo make nuke", "cargo make script", "makers nuke", "mise run gone", "mise r gone", "mise gone", "mise tasks run many", "poe wipe", "poe sh", "pdm run wipe", "hatch run wipe"}, nil,
			[]string{"cargo make plan", "cargo build", "mise run plan", "mise install", "poe look", "pdm run look", "hatch run pytest", "cargo make none"}},
		{"checks and generators", []string{"pre-commit run nuke", "pre-commit run --all-files", "pre-commit run -a nuke", "go generate ./...", "go generate gen.go"}, []string{"go run ./cmd/nuke", "go run cmd/nuke/main.go"},
			[]string{"pre-commit run fmt", "pre-commit run grep", "pre-commit install", "go run ./cmd/plan", "go run ./cmd/plan terraform destroy", "go generate -n ./...", "go test ./...", "go generate cmd/plan/main.go"}},
		{"Compose services", []string{"docker compose up", "docker compose up nuke", "docker compose up -d --build nuke", "docker-compose up", "docker compose start nuke", "podman-compose up nuke"}, nil, []string{"docker compose up web", "docker compose up -d web", "docker compose build", "docker compose ps", "docker compose down"}},
		{"networks, packages and machines", []string{
			"ip netns exec ns1 §", "ip netns exec ns1 sh -c '§'", "ip -n x netns exec ns1 bash -c '§'", "ip vrf exec blue §", "nix develop -c §", "rvm do §", "rvm 3.2 do §", "rvm all do sh -c '§'", "rbenv exec §", "just --shell ./nuke.sh plan", "limactl shell default §", "limactl shell --workdir / default sh -c '§'", "colima ssh -- §",
			"multipass exec x -- §", "docker service create img §", "docker service create --name x --mount type=bind,src=/,dst=/x img sh -c '§'", "aws ssm start-session --target i --document-name AWS-StartInteractiveCommand --parameters command='§'", "aws ssm start-session --target i --document-name D --parameters '{\"command\":[\"§\"]}'",
			"aws ssm send-command --document-name AWS-RunShellScript --parameters 'commands=[\"§\"]'", "aws ssm send-command --parameters commands='§'", "mix cmd §", "mix do cmd §", "mix do compile, cmd §", "wget --use-askpass=./nuke.sh https://x",
		}, []string{"nix run nixpkgs#terraform -- destroy", "nix run github:x/nixpkgs#terraform -- destroy -auto-approve", "gcc -wrapper terraform,destroy x.c", "mix run -e 'System.cmd(\"terraform\", [\"destroy\"])'", "az vm run-command invoke -g g -n n --command-id RunShellScript --scripts '§'", "salt '*' cmd.shell '§'"},
			[]string{"ip netns list", "ip addr add 10.0.0.1/8 dev terraform", "nix run nixpkgs#hello -- destroy", "nix build", "nix run . -- destroy", "rvm use 3.2", "just --shell bash plan", "limactl list", "colima start", "docker service create --name web nginx", "docker service create --replicas 3 img npm start", "aws ssm start-session --target i-1", "mix test", "mix cmd ls", "gcc -o terraform destroy.c", "wget https://x/y"}},
		{"settings of git", []string{
			"git config core.pager '§'", "git config core.editor '§'", "git config --global core.sshCommand '§'", "git config core.fsmonitor '§'", "git config diff.external '§'", "git config filter.x.clean '§'", "git config gpg.program '§'", "git config set core.pager '§'", "git config --local pager.log '§'", "git config --add merge.x.driver '§'", "git config --replace-all difftool.x.cmd '§'", "git config sequence.editor ./nuke.sh",
		}, []string{"git config alias.x '!§'", "git config credential.helper '!§'", "X='§' git --config-env=core.pager=X log", "X='!§' git --config-env=alias.y=X y", "git config core.fsmonitor ./x.sh", "git config core.sshCommand ./x.sh"},
			[]string{"git config core.pager less", "git config core.editor vim", "git config core.editor 'code --wait'", "git config --global core.editor nano", "git config core.sshCommand 'ssh -i ~/.ssh/k'", "git config --global credential.helper store", "git config user.name '§'", "git config alias.st status", "git config alias.lg 'log --graph'", "git config --get core.pager", "git config --unset core.pager",
				"git config --global alias.x '!git log'", "git config filter.lfs.clean 'git-lfs clean -- %f'", "git config --list", "git config gpg.program gpg2", "git config diff.external difft", "git config core.fsmonitor true", "git config core.pager 'delta --dark'"}},
		{"pagers of other tools", []string{"PAGER='§' psql", "PSQL_PAGER='§' psql -c 'select 1'", "PAGER='§' systemctl status", "SYSTEMD_PAGER='§' systemctl status x", "SYSTEMD_EDITOR='§' systemctl edit x", "SYSTEMD_PAGER='§' journalctl -u x", "AWS_PAGER='§' aws s3 ls", "PAGER='§' mysql"}, nil,
			[]string{"PAGER=cat psql -c 'select 1'", "PAGER=less systemctl status", "SYSTEMD_PAGER=cat journalctl -u x", "AWS_PAGER='' aws s3 ls", "SYSTEMD_EDITOR='§' systemctl status x"}},
	}
}
