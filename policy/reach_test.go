package policy

import (
	"maps"
	"strings"
	"testing"
)

// reached is one way in which a program carries another. In its texts "§"
// stands for the command that is carried.
type reached struct {
	name string
	// runs carry the command for certain: what denies it denies them.
	runs []string
	// may carry it, as far as anybody can tell: they ask.
	may []string
	// none only look like it.
	none []string
}

// TestReach: a command is found behind every program that would run it, and
// behind none that would not.
func TestReach(t *testing.T) {
	const dir = "/home/dev/project"
	files := reachFiles()
	maps.Copy(files, projectTasks())
	maps.Copy(files, listedFiles())
	maps.Copy(files, settingFiles())
	maps.Copy(files, madeFiles())
	world := projectWorld(dir, files)
	n, names := 0, map[string]bool{}
	for _, list := range [][]reached{wrapping(), placing(), scripting(), escaping(), versioning(), scheduling(), reading(), editing(), running(), finding(), patching(), listing(), configured(), made(), renaming()} {
		for _, r := range list {
			if names[r.name] {
				t.Errorf("two rows are called %s", r.name)
			}
			names[r.name] = true
			n += len(r.runs) + len(r.may) + len(r.none)
			for _, text := range r.runs {
				judged(t, r.name, text, world, "runs")
			}
			for _, text := range r.may {
				judged(t, r.name, text, world, "may run")
			}
			for _, text := range r.none {
				judged(t, r.name, text, world, "runs not")
			}
		}
	}
	t.Logf("%d ways, %d commands", len(names), n)
}

// judged holds the verdict on a text to what is said of the command in it.
func judged(t *testing.T, name, text string, world World, what string) {
	t.Helper()
	v := Builtin().Evaluate(testCommand(strings.ReplaceAll(text, "§", "terraform destroy")), world)
	worst := None
	for _, f := range v.Findings {
		if f.Rule == "terraform-destroy" || f.Rule == Unreadable || f.Rule == TooComplex {
			worst = max(worst, f.Decision)
		}
	}
	switch {
	case what == "runs" && worst != Deny, what == "may run" && v.Decision < Ask, what == "runs not" && worst != None:
		t.Errorf("%s: %q %s §: %s %+v", name, text, what, v.Decision, v.Findings)
	}
}

// reachFiles are the files that the commands read.
func reachFiles() map[string]string {
	const carried = "terraform destroy"
	return map[string]string{
		"nuke.sh": carried + "\n", "nuke": "#!/bin/sh\n" + carried + "\n", "verbs": "destroy\n",
		"plain.sh": "terraform plan\n", "commands": carried + "\n", "words": "plan\nvalidate\n",
		"nuke.cron": "MAILTO=ops\n\n# nightly\n30 4 * * * " + carried + "\n", "plain.cron": "30 4 * * * echo " + carried + "\n",
		"nuke.vim": "set nu\n!" + carried + "\n", "plain.vim": "set nu\n\" !" + carried + "\n",
		"nuke.ex": "%s/a/b/\n!" + carried + "\nq\n", "nuke.gdb": "set pagination off\nshell " + carried + "\n",
		"nuke.sql": "select 1;\n\\! " + carried + "\n", "nuke.awk": "BEGIN { system(\"" + carried + "\") }\n",
		"nuke.sed": "1e " + carried + "\n", "nuke.exp": "spawn " + carried + "\n", "nuke.tmux": "new-session -d '" + carried + "'\n",
		"nuke.py": "import os\nos.system('" + carried + "')\n", "nuke.lua": "os.execute('" + carried + "')\n",
		"nuke.rb": "system '" + carried + "'\n", "nuke.m4": "syscmd(`" + carried + "')\n", "lazy.sh": "source ./nuke.sh\n", "shebang.sh": "#!/usr/bin/env bash\nterraform plan\n",
		"env": "FOO=bar\n# remark\nBAZ=qux\n", "batch.sftp": "cd /tmp\n!" + carried + "\n",
		".git/HEAD": "ref: refs/heads/wip\n",
		".git/config": "[core]\n\tbare = false\n[alias]\n\tst = status\n\tnuke = !" + carried + "\n\tagain = nuke\n" +
			"\tloop = loop\n\thard = reset --hard\n\tlong = \"!f() { \\\n" + carried + "; }; f\"\n[user]\n\tname = x\n",
		"Makefile": "nuke:\n\t" + carried + "\nplan:\n\tterraform plan\nshow:\n\techo " + carried + "\n",
		"x.mk":     "nuke: ; " + carried + "\n", "self.mk": "include self.mk\na: ; true\n", "infra/Makefile": "all: ; " + carried + "\n",
		"package.json": `{"scripts": {"nuke": "` + carried + `", "prebuild": "npm run build", "build": "npm run prebuild && tsc", "plan": "terraform plan",
			"pretest": "` + carried + `", "test": "jest", "lint": "eslint .", "postlint": "` + carried + `"}}`,
		"justfile":     "nuke:\n  " + carried + "\nplan:\n  terraform plan\n",
		"Taskfile.yml": "tasks:\n  nuke:\n    cmds: [" + carried + "]\n  plan: terraform plan\n",
		"Procfile":     "web: puma\nnuke: " + carried + "\n",
		"compose.yml":  "services:\n  nuke:\n    command: " + carried + "\n  web:\n    command: puma\n",
	}
}

// wrapping are programs that take another as the rest of their words.
func wrapping() []reached {
	return []reached{
		{"sudo", []string{
			"sudo §", "sudo -u root -- §", "sudo -uroot §", "sudo -nE §", "sudo --user=root §", "sudo --user root §", "sudo -g wheel -n §",
			"sudo A=b §", "sudo -i §", "sudo -s §", "sudo -s <<< '§'", "sudo -i <<< '§'", "sudo -D /tmp §", "sudo -C 3 §", "sudo -p '' §",
			"sudo --preserve-env=A,B §", "sudo -Hu root §", "sudo -- sudo §", "sudo -iu root §", "sudo -S § <<< secret", "sudo -T 5 §",
			"echo '§' | sudo bash", "sudo sh -c '§'", "sudo -u root bash nuke.sh", "sudo -bn §",
		}, nil, []string{"sudo -l §", "sudo -V", "sudo -u terraform ls destroy", "sudo grep '§' x", "sudo -p '§' ls", "sudo bash plain.sh"}},
		{"doas", []string{"doas §", "doas -u root §", "doas -uroot -- §", "doas -n §", "doas -s <<< '§'", "doas sh -c '§'"}, nil,
			[]string{"doas -C /etc/doas.conf §", "doas -u terraform ls destroy"}},
		{"pkexec", []string{"pkexec §", "pkexec --user root §"}, nil, []string{"pkexec --version"}},
		{"su", []string{
			"su -c '§'", "su root -c '§'", "su - root -c '§'", "su -l -c '§' root", "su --command='§'", "su -c'§'", "su --session-command '§' root",
			"su <<< '§'", "echo '§' | su - deploy", "su -s /bin/bash -c '§' root", "su root ./nuke.sh", "su - root nuke.sh", "su -lc '§' root",
		}, nil, []string{"su -c 'echo §'", "su terraform"}},
		{"runuser", []string{"runuser -u x -- §", "runuser -u x §", "runuser -l x -c '§'", "runuser x -c '§'", "runuser --user=x §"}, nil, []string{"runuser -u terraform ls destroy"}},
		{"gosu and others", []string{"gosu root §", "su-exec root:root §", "setpriv --reuid=0 §", "setpriv --reuid 0 --clear-groups -- §", "capsh --user=x -- -c '§'", "sg wheel -c '§'", "sg wheel '§'"}, nil, nil},
		{"env", []string{
			"env §", "env A=b §", "env -i §", "env -u A §", "env -uA §", "env --unset=A §", "env -C /tmp §", "env -S '§'", "env -S'§'", "env -iS '§'",
			"env -S 'A=b terraform' destroy", "env --split-string='§'", "env -vS '§'", "env - §", "env -- §", "env - A=b §", "env -P /usr/bin §",
			"env -a x §", "env -S '-i §'", "env '-S§'", "X=destroy; export X; env -S 'terraform ${X}'", "env -S 'bash -c \"§\"'", `env -S 'terraform\_destroy'`,
			"env -i A=b sh -c '§'", "env -iu A -C / B=c sudo §", "/usr/bin/env §", "A=destroy env sh -c 'terraform $A'", "env A=destroy sh -c 'terraform $A'",
		}, nil, []string{"env", "env | grep terraform", "env A='§' ls", "env -u terraform ls destroy", "env -S 'echo §'", "env A=plan sh -c 'terraform $A'"}},
		{"nice", []string{"nice §", "nice -n 5 §", "nice -n5 §", "nice -5 §", "nice --5 §", "nice --adjustment=5 §", "nice --adjustment 5 -- §"}, nil, []string{"nice -n 5 echo §"}},
		{"ionice", []string{"ionice -c 3 §", "ionice -c3 -n7 §", "ionice -t §", "ionice -c best-effort -n 0 §", "ionice --class=idle §"}, nil, []string{"ionice -p 1", "ionice -c3 echo §"}},
		{"timeout", []string{
			"timeout 5 §", "timeout -k 5 60 §", "timeout -s KILL 5 §", "timeout --signal=KILL 5s §", "timeout --foreground 5 §", "timeout -sKILL 5 §",
			"timeout --preserve-status 5 §", "timeout -- 5 §", "timeout -k5 1m bash -c '§'", "timeout 5 -- §", "gtimeout 5 §",
		}, nil, []string{"timeout 5 echo §"}},
		{"stdbuf", []string{"stdbuf -oL §", "stdbuf -o L -e L §", "stdbuf --output=L §", "stdbuf -i0 -o0 -e0 §"}, nil, []string{"stdbuf -oL echo §"}},
		{"setsid, nohup, time", []string{
			"setsid §", "setsid -f §", "setsid -wc §", "nohup §", "nohup § &", "time §", "time -p §", "/usr/bin/time -v §", "/usr/bin/time -f %e -o log §",
			"command time -p §", `\time §`, "nohup -- §", "time { §; }", "! time §", "setsid --fork §",
		}, nil, []string{"nohup echo §", "time echo §"}},
		{"strace and others", []string{
			"strace §", "strace -f -o x §", "strace -ff -e trace=file §", "strace -fo x -s 99 -- §", "ltrace -S §", "valgrind --leak-check=full §", "perf stat §",
			"perf record -g -- §", "gdb --args §", "taskset 1 §", "taskset -c 0 §", "taskset -ac 0,1 §", "numactl -N 0 §", "chrt -f 1 §", "chrt -b 0 §",
			"prlimit --nofile=10 §", "cpulimit -l 10 -- §", "choom -n 1 -- §", "setarch x86_64 §", "setarch -R §", "linux32 §", "cgexec -g cpu:x §",
			"/lib64/ld-linux-x86-64.so.2 /usr/bin/§", "ld.so --preload x /usr/bin/§", "logsave /dev/null §", "rlwrap §", "faketime '1 day ago' §",
			"multitime -n 3 §", "aa-exec -p x -- §", "trickle -d 10 §", "dbus-run-session -- §", "proot -r / §", "bwrap --ro-bind / / §", "firejail --quiet §",
			"xvfb-run -a §", "pv -q x | nice §", "ltrace -o x -e malloc §", "uftrace record §", "systemd-inhibit --what=sleep §", "caffeinate -i §", "chronic §",
			"run-one §", "retry -t 3 §", "retry -- §",
		}, nil, []string{"strace -p 1", "taskset -p 1", "strace -o terraform ls destroy", "chrt -p 1", "gdb -p 1"}},
		{"watch", []string{"watch §", "watch -n 1 §", "watch -n1 '§'", "watch -d '§'", "watch -x §", "watch --interval 5 -- §", "watch terraform destroy", "watch -tn2 'cd x && §'", "watch -x sh -c '§'", "watch --differences=permanent §"}, nil,
			[]string{"watch 'echo §'", "watch -n 1 kubectl get pods"}},
		{"script", []string{
			"script -c '§'", "script -qc '§' /dev/null", "script -q /dev/null -c '§'", "script --command='§' log", "script -q /dev/null §",
			"script -q /dev/null bash -c '§'", "script <<< '§'", "script -e -c '§'", "script log -- §", "script -aefqc '§'", "unbuffer §", "unbuffer -p §",
		}, nil, []string{"script -c 'echo §'"}},
		{"flock", []string{
			"flock x §", "flock -n x §", "flock x -c '§'", "flock -w 5 x §", "flock -x -n x sh -c '§'", "flock --timeout=3 x §", "flock -nE 3 x §", "flock -n -- x §", "(flock 9; §) 9>x",
		}, nil, []string{"flock 9", "flock x echo §", "flock terraform ls destroy"}},
		{"chroot, unshare, nsenter", []string{
			"chroot / §", "chroot --userspec=a:b / §", "chroot /m /bin/sh -c '§'", "chroot /m <<< '§'", "chroot --groups=a --skip-chdir / §", "arch-chroot /m §",
			"unshare §", "unshare -r §", "unshare -rmpf --mount-proc §", "unshare --map-root-user -- §", "unshare -R / §", "unshare -U <<< '§'",
			"nsenter -t 1 -a §", "nsenter -t1 -m -u -- §", "nsenter --target 1 --all bash -c '§'", "nsenter --mount=/proc/1/ns/mnt §", "nsenter -at 1 §",
			"systemd-nspawn -D /m §", "lxc-attach -n c -- §",
		}, nil, []string{"chroot terraform ls destroy", "nsenter -t 1 -n ss -l"}},
		{"daemontools", []string{"chpst -u a §", "chpst -b x -n 3 §", "softlimit -m 10 §", "setuidgid x §", "envdir d §", "setlock -n f §", "tini -- §", "dumb-init §", "s6-setuidgid x §"}, nil, nil},
		{"systemd-run", []string{
			"systemd-run §", "systemd-run --scope -p A=b §", "systemd-run --user -t --wait §", "systemd-run -u x bash -c '§'", "systemd-run --on-calendar=daily §",
			"systemd-run -S <<< '§'", "systemd-run --property=A=b --unit x -- §", "run0 §", "run0 -u x §",
		}, nil, []string{"systemd-run --unit terraform ls destroy"}},
		{"xargs", []string{
			"echo destroy | xargs terraform", "echo destroy | xargs -n 1 terraform", "echo destroy | xargs -n1 terraform", "echo destroy | xargs -I{} terraform {}",
			"echo destroy | xargs -I % terraform %", "echo destroy | xargs -i terraform {}", "echo destroy | xargs -i% terraform %", "echo destroy | xargs --replace=X terraform X",
			"echo destroy | xargs -I{} sh -c 'terraform {}'", "echo destroy | xargs -L1 terraform", "echo destroy | xargs -P 4 -n1 terraform", "echo destroy | xargs -rt terraform",
			"echo destroy | xargs -d '\\n' terraform", "echo '§' | xargs -I{} sh -c '{}'", "echo '§' | xargs -I{} bash -c {}", "echo § | xargs env", "echo § | xargs sudo",
			"echo '§' | xargs -d'\\n' -I@ sh -c '@'", "printf 'terraform\\ndestroy\\n' | xargs nice", "xargs terraform <<< destroy", "xargs -t terraform < verbs",
			"xargs -a verbs terraform", "xargs --arg-file=verbs -n1 terraform", "echo destroy | xargs sh -c 'terraform \"$1\"' _", "echo destroy | xargs sh -c 'terraform $0'",
			"cat verbs | xargs terraform", "xargs §", "printf 'destroy\\0' | xargs -0 terraform", "printf '%s\\0' destroy | xargs -0 -I{} terraform {}",
			"echo \"'destroy'\" | xargs terraform", "echo destroy | xargs --max-args=1 --verbose terraform", "xargs -a commands -I{} sh -c '{}'", "ls | xargs -I{} §",
			"echo destroy | sudo xargs terraform", "echo 'x destroy' | xargs -n1 terraform",
		}, []string{"xargs -a unseen terraform destroy -target", "ls | xargs terraform destroy"}, []string{
			"echo '§' | xargs echo", "echo '§' | xargs -I{} echo {}", "echo '§' | xargs grep x", "git ls-files | xargs grep -l '§'", "ls | xargs -n1", "xargs -a words -n1 terraform",
			"find . -name '*.tf' | xargs grep -n '§'",
		}},
		{"parallel", []string{
			"parallel terraform ::: destroy", "parallel -j 2 terraform {} ::: destroy", "echo destroy | parallel terraform", "echo '§' | parallel", "parallel ::: '§'",
			"parallel 'terraform {}' ::: destroy plan", "parallel -I% terraform % ::: destroy", "parallel -a verbs terraform", "parallel terraform :::: verbs",
			"parallel -k -j0 'terraform {1} {2}' ::: destroy ::: -auto-approve", "parallel --jobs 4 --bar terraform {} ::: plan destroy", "parallel < commands", "cat commands | parallel -j4",
			"parallel sh -c {} ::: '§'", "parallel --pipe bash <<< '§'", "env_parallel terraform ::: destroy", "sem -j1 §", "sem --id x '§'", "parallel -j1 terraform {.} ::: destroy.x",
		}, nil, []string{"parallel echo ::: '§'", "parallel --dry-run terraform ::: destroy", "parallel gzip ::: a b", "parallel terraform ::: plan validate"}},
		{"find", []string{
			`find . -exec § \;`, "find . -maxdepth 0 -exec terraform destroy ';'", "find . -execdir § +", `find . -ok § \;`, `find . -okdir § \;`, `find . -exec sh -c '§' \;`,
			`find . -name x -o -exec § \;`, `find . -exec sh -c 'terraform "$0"' destroy \;`, `find . -type f -exec true \; -exec § \;`, `find -H x -exec sudo § \;`, "find . -exec §",
		}, nil, []string{"find . -name '§'", "find . -fprintf x '§'", "find . -exec grep '§' {} +", `find . -exec echo § \;`, "find terraform -name destroy"}},
		{"fd", []string{"fd -x §", "fd . -x §", `fd -e tf -x § \;`, "fd --exec §", "fd -X §", "fd -x sh -c '§'", "fdfind -tf . --exec-batch §", "fd -HIx §"}, nil, []string{"fd '§'", "fd terraform destroy", "fd -x echo §"}},
		{"entr and watchers", []string{
			"ls | entr §", "ls | entr -r §", "ls | entr -s '§'", "ls | entr -cs '§'", "ls | entr -n -- §", "watchexec -e tf §", "watchexec -- §", "watchexec -r '§'",
			"nodemon --exec '§'", "nodemon -x '§'", "reflex -r x -- §", "inotifywait x && §", "fswatch x | xargs -I{} §", "hyperfine '§'", "hyperfine -p '§' 'ls'", "hyperfine --warmup 3 ls '§'",
			"concurrently '§'", "concurrently -k ls '§'", "npx concurrently 'npm start' '§'", "chokidar '**/*.tf' -c '§'", "onchange '**' -- §", "cargo watch -s '§'", "ls | entr -ps '§'",
		}, nil, []string{"ls | entr echo §", "hyperfine 'echo §'"}},
		{"an unknown wrapper", nil, []string{"frobnicate §", "frobnicate --fast §", "frobnicate -x -- §", "frobnicate bash -c '§'", "./bin/with-lock §", "frobnicate sudo §", "frobnicate x=y env §", "frobnicate stack task --id x -- §", "frobnicate make task §"},
			[]string{"frobnicate '§'", "frobnicate terraform plan", "gh pr create -t '§'", "git commit -m '§'", "echo §", "printf %s §", "grep -r § .", "cowsay §", "logger §", "jira create §x"}},
		{"busybox", []string{"busybox sh -c '§'", "busybox env §", "busybox nohup §", "busybox xargs terraform <<< destroy", "toybox nice §", "busybox timeout 5 §", "busybox ash nuke.sh"}, nil, []string{"busybox grep '§' x", "busybox echo §"}},
		{"tools' environments", []string{
			"direnv exec . §", "direnv exec /x sh -c '§'", "mise exec -- §", "mise x -- §", "mise x terraform@1 -- §", "mise exec -c '§'", "asdf exec §", "devbox run §", "devbox run -- §",
			"poetry run §", "pipenv run §", "uv run §", "uv run -- §", "uv run --with x §", "npx §", "npx -c '§'", "npx --yes -p x §", "npx -- §", "bunx §", "pnpm dlx §", "pnpm exec §",
			"npm exec -- §", "npm exec -c '§'", "npm x §", "yarn dlx §", "yarn exec §", "yarn exec '§'", "bundle exec §", "hatch run §", "conda run -n x §", "pdm run §", "pixi run §", "nvm exec 18 §", "volta run --node 18 §",
			"rbenv exec §", "pyenv exec §", "tfenv exec §", "nix-shell --run '§'", "nix-shell -p x --run '§'", "nix-shell --command '§'", "nix-shell x.nix --pure --run \"§\"", "nix develop -c §",
			"nix develop .#x --command §", "nix shell nixpkgs#x -c §", "nix develop --command bash -c '§'", "guix shell x -- §", "pipx run §", "uvx §", "corepack yarn exec §", "npx dotenv -- §", "rtx x -- §", "fnm exec --using 18 §",
		}, []string{"flox activate -- §", "pkgx §"}, []string{"npx echo §", "uv run echo §", "nix-shell -p terraform --run 'ls destroy'", "poetry add terraform", "direnv allow", "mise use terraform@1"}},
		{"secrets", []string{
			"aws-vault exec p -- §", "aws-vault exec p §", "aws-vault exec --no-session -d 1h p -- §", "chamber exec a b -- §", "op run -- §", "op run --env-file=x -- §", "op run --env-file x --no-masking -- §", "doppler run -- §",
			"doppler run --command='§'", "doppler run --command '§'", "doppler run -p x -c y -- sh -c '§'", "infisical run -- §", "infisical run --command='§'", "infisical run --env=prod -- §", "dotenv §", "dotenv -e x -- §", "dotenv run -- §",
			"dotenv -f x run §", "dotenvx run -- §", "dotenvx run -f .env -- §", "sops exec-env f '§'", "sops exec-file f '§'", "sops exec-env f 'sh -c \"§\"'", "envchain x §", "aws-okta exec p -- §", "saml2aws exec -- §", "sshpass -p x ssh h §", "granted-run §",
		}, []string{"teller run -- §", "summon -- §", "envconsul -prefix x §", "berglas exec -- §", "granted x §"}, []string{"op read op://terraform/destroy", "sops exec-env f 'echo §'", "chamber write terraform destroy x", "aws-vault list"}},
	}
}
