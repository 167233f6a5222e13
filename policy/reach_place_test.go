package policy

// placing are programs that run another somewhere else.
func placing() []reached {
	return []reached{
		{"ssh", []string{
			"ssh h §", "ssh h '§'", "ssh -p 22 h §", "ssh -p22 -i k u@h -- §", "ssh -o A=b h §", "ssh -tt h 'sudo §'", "ssh h <<< '§'", "ssh h bash -s < nuke.sh", "ssh -J j h §", "ssh ssh://u@h:22 §",
			"echo '§' | ssh h", "cat <<E | ssh h sh\n§\nE", "ssh h \"cd x && §\"", "ssh -T h <<'E'\n§\nE", "ssh -l root h §", "ssh -fn h §", "autossh -M 0 h §", "rsh h §", "mosh h -- §", "mosh h §", "mosh --ssh='ssh -p 1' h §",
			"pdsh -w h §", "pssh -h hosts §", "clush -w h §", "sshpass -p x ssh h §", "ssh h sudo -u x sh -c \"'§'\"", "ssh -o RemoteCommand='§' h",
		}, nil, []string{"ssh h", "ssh terraform destroy", "ssh h 'echo §'", "ssh -l terraform h ls destroy", "ssh h grep § log", "ssh -i terraform h ls"}},
		{"ssh's own commands", []string{
			"ssh -o ProxyCommand='§' h", "ssh -oProxyCommand='§' h", "ssh -o 'ProxyCommand §' h", "ssh -o proxycommand='§' h ls", "ssh -o \"ProxyCommand = §\" h", "ssh -o LocalCommand='§' -o PermitLocalCommand=yes h",
			"ssh -o KnownHostsCommand='§' h", "scp -o ProxyCommand='§' a h:b", "scp -oProxyCommand='§' a h:b", "sftp -o ProxyCommand='§' h", "rsync -e 'ssh -o ProxyCommand=\"§\"' a h:b", "ssh -vo ProxyCommand='§' h",
			"git -c core.sshCommand='ssh -o ProxyCommand=\"§\"' fetch", "autossh -o ProxyCommand='§' h",
		}, nil, []string{"ssh -o ProxyCommand='nc %h %p' h ls", "ssh -o User=terraform h ls destroy", "ssh -o 'SetEnv X=§' h ls", "scp terraform destroy:x"}},
		{"copying", []string{
			"scp -S ./nuke.sh a h:b", "rsync -e '§' a h:b", "rsync -e'§' a h:b", "rsync --rsh='§' a h:b", "rsync --rsh '§' a h:b", "rsync -ave '§' a h:b", "RSYNC_RSH='§' rsync a h:b",
			"rsync --rsync-path='§ && rsync' a h:b", "sftp -b batch.sftp h", "sftp h <<< '!§'", "ftp h <<< '!§'", "lftp -e '!§' h", "lftp -c '!§'", "sftp h <<'E'\ncd x\n!§\nE", "sftp -S ./nuke h",
		}, nil, []string{"rsync -e ssh a h:b", "rsync -ave 'ssh -p 22' terraform/ h:destroy", "sftp h <<< 'put terraform destroy'", "lftp -e 'echo §' h", "scp -r terraform h:destroy"}},
		{"containers", []string{
			"docker exec c §", "docker exec -it c sh -c '§'", "docker exec -e A=b -u 0 -w /x c §", "docker exec --env=A c §", "docker container exec c §", "docker run i §", "docker run --rm -it -v a:b --name x i §",
			"docker run --entrypoint terraform i destroy", "docker run --entrypoint=sh i -c '§'", "docker run --rm --entrypoint /bin/sh i -c '§'", "docker -H x exec c §", "docker --context p exec c §", "docker compose exec web §",
			"docker compose -f x.yml run --rm web §", "docker-compose exec -T web §", "docker compose run web sh -c '§'", "docker compose run nuke", "podman exec c §", "podman run i §",
			"podman exec -it c bash -lc '§'", "nerdctl exec c §", "nerdctl run --rm i §", "crictl exec c §", "crictl exec -it c sh -c '§'", "docker exec -i c sh <<< '§'", "echo '§' | docker exec -i c bash", "docker run -i i sh < nuke.sh",
			"docker compose exec -u root web bash -c '§'", "docker create i §", "docker container run i §", "buildah run c -- §", "singularity exec i.sif §", "apptainer exec i.sif §", "ctr task exec --exec-id x c §",
		}, []string{"docker run --rm hashicorp/terraform destroy", "docker run hashicorp/terraform:1.9 -chdir=x destroy"},
			[]string{"docker exec c ls", "docker run i echo §", "docker build -t terraform destroy", "docker exec terraform ls destroy", "docker run --name terraform i ls destroy", "docker compose up -d web", "docker compose run web"}},
		{"pods", []string{
			"kubectl exec p -- §", "kubectl -n x exec -it p -c c -- §", "kubectl exec p §", "kubectl exec -i p -- sh <<< '§'", "kubectl exec deploy/x -- sh -c '§'", "kubectl run x --image=i -- §", "kubectl run x --image=i --command -- §",
			"kubectl run x --rm -it --image=i --restart=Never -- sh -c '§'", "k3s kubectl exec p -- §", "oc exec p -- §", "oc rsh p §", "microk8s kubectl exec p -- §", "kubectl debug node/x -it --image=i -- §", "minikube ssh '§'", "minikube ssh -- §",
			"kubectl --context prod exec p -- sudo §", "kubectl create job x --image=i -- §", "kubectl create cronjob x --image=i --schedule='* * * * *' -- §",
		}, nil, []string{"kubectl exec p -- ls", "kubectl exec terraform -- ls destroy", "kubectl logs terraform", "kubectl run terraform --image=destroy"}},
		{"machines", []string{
			"vagrant ssh -c '§'", "vagrant ssh web --command '§'", "multipass exec x -- §", "lxc exec c -- §", "incus exec c -- §", "machinectl shell host /usr/bin/§", "distrobox enter x -- §", "toolbox run -c x §", "wsl §", "wsl -d x -- §", "wsl.exe -e §",
			"gcloud compute ssh h --command='§'", "gcloud compute ssh h --command '§' --zone z", "heroku run §", "heroku run -a x -- §", "fly ssh console -C '§'", "flyctl ssh console -a x --command '§'", "aws ecs execute-command --cluster x --interactive --command '§'",
			"docker machine ssh x §", "docker-machine ssh x '§'", "podman machine ssh x §", "ansible all -m shell -a '§'", "ansible all -a '§'", "ansible -m command -a \"§\" all",
			"salt '*' cmd.run '§'", "cmd.exe /c '§'", "railway run §",
		}, nil, []string{"vagrant ssh -c 'echo §'", "multipass exec terraform -- ls destroy", "ansible all -m ping", "heroku run ls"}},
		{"terminals", []string{
			"tmux new-session -d '§'", "tmux new -d §", "tmux new -s x -d '§'", "tmux send-keys '§' Enter", "tmux send-keys -t x:0 '§' C-m", "tmux send -t x 'terraform' Space 'destroy' Enter", "tmux split-window '§'", "tmux run-shell '§'",
			"tmux if-shell true 'run-shell \"§\"'", "tmux if-shell '§' x", "tmux neww §", "tmux new \\; send-keys '§' Enter", "tmux send-keys -l '§'", "tmux display-popup -E '§'", "tmux set-hook -g x 'run-shell \"§\"'", "tmux pipe-pane -t x '§'",
			"tmux respawn-pane -k '§'", "tmux -L s -f /dev/null new -d '§'", "tmux new -d \\; run '§'", "tmux source-file nuke.tmux", "tmux confirm-before 'run-shell \"§\"'", "screen -dm §", "screen -dmS x §", "screen -S x -X stuff '§\\n'",
			"screen -S x -X stuff $'§\\n'", "screen -X stuff \"§^M\"", "screen -dmS x bash -c '§'", "screen -S x -X exec §", "screen -S x -X screen §", "screen §", "zellij run -- §", "zellij action write-chars '§'", "abduco -n x §", "dtach -n s §", "dvtm '§'",
			"xterm -e §", "xterm -hold -e sh -c '§'", "gnome-terminal -- §", "konsole -e §", "alacritty -e §", "kitty §", "wezterm start -- §", "foot §", "osascript -e 'do shell script \"§\"'", "osascript -e 'tell application \"Terminal\" to do script \"§\"'", "ttyd §", "xdotool type '§'",
		}, nil, []string{"tmux ls", "tmux send-keys 'echo §' Enter", "tmux rename-window '§'", "tmux new -s terraform", "tmux display-message '§'", "screen -ls", "screen -r terraform", "tmux attach -t terraform", "tmux capture-pane -p"}},
	}
}

// scheduling are programs that run another later.
func scheduling() []reached {
	return []reached{
		{"at", []string{
			"echo '§' | at now", "at now + 1 minute <<< '§'", "at -f nuke.sh now", "echo '§' | batch", "at now <<E\n§\nE", "at -t 202601010101 <<< '§'", "at -q b now <<< '§'", "batch < nuke.sh", "at -mf nuke.sh teatime", "cat nuke.sh | at midnight", "echo '§' | sudo at now",
		}, nil, []string{"at -l", "at -c 1", "atq", "echo 'echo §' | at now", "at -f plain.sh now"}},
		{"cron", []string{
			"echo '* * * * * §' | crontab -", "crontab - <<< '*/5 1-3 * jan mon §'", "crontab nuke.cron", "crontab -u root nuke.cron", "(crontab -l; echo '0 5 * * * §') | crontab -", "echo '@daily §' | crontab", "crontab <<E\nPATH=/bin\n0 5 * * * cd x && §\nE",
			"printf '%s\\n' '0 0 * * * §' | crontab -", "echo '* * * * * sh%§' | crontab -", "crontab -l | { cat; echo '@reboot §'; } | crontab -", "cat nuke.cron | crontab", "crontab < nuke.cron", "crontab -uroot - <<< '1 1 1 1 1 §'",
			"printf '0 0 * * *\\t§\\n' | crontab -", "echo 'X=destroy\n* * * * * terraform $X' | crontab -",
		}, nil, []string{"crontab -l", "echo '# * * * * * §' | crontab -", "echo '* * * * * echo §' | crontab -", "crontab plain.cron", "echo '* * * * * ls %§' | crontab -", "crontab -e"}},
		{"other schedulers", []string{"systemd-run --on-active=30 §", "start-stop-daemon -S -x ./nuke.sh", "start-stop-daemon --start --exec /usr/bin/terraform -- destroy", "daemonize /usr/bin/§", "sleep 5 && §", "(sleep 5; §) &", "nq §", "tsp §", "pm2 start '§'"}, nil, []string{"start-stop-daemon -K -n terraform", "pm2 list"}},
	}
}

// versioning is how git runs other programs.
func versioning() []reached {
	return []reached{
		{"git aliases", []string{
			"git -c alias.x='!§' x", "git -c alias.x='!f() { §; }; f' x", "git nuke", "git again", "git long", "git -c alias.X='! §' x", "git -c 'ALIAS.x=!§' x", "git -C . nuke", "cd infra && git nuke", "git --no-pager nuke -auto-approve", "git -c alias.x='-c \"alias.y=!§\" y' x",
			"GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=alias.x GIT_CONFIG_VALUE_0='!§' git x", "git -c alias.x='!terraform' x destroy", "git config alias.x '!§' && git x",
		}, []string{"git hard", "git -c alias.x=reset x --hard", "git config --global alias.x '!§'", "git config set alias.x '!§'", "git -c alias.x='reset --hard' x", "git loop", "git -c alias.p='push --force origin' p main"}, []string{"git st", "git -c alias.x='!echo §' x", "git -c alias.x=log x --grep='§'"}},
		{"git's programs", []string{
			"git bisect run §", "git bisect run sh -c '§'", "git bisect run ./nuke.sh", "git rebase -x '§' HEAD~1", "git rebase --exec='§' main", "git rebase -i --exec '§' main", "git rebase -ix '§' main", "git submodule foreach '§'", "git submodule foreach --recursive '§'", "git submodule --quiet foreach §",
			"git -c core.pager='§' log", "git -c core.editor='§' commit", "git -c core.sshCommand='§' fetch", "git -c core.sshcommand='§' fetch", "git -c core.fsmonitor='§' status", "git -c sequence.editor='§' rebase -i main", "git -c diff.external='§' diff", "git -c credential.helper='!§' fetch",
			"GIT_EDITOR='§' git commit", "GIT_PAGER='§' git log", "GIT_SSH_COMMAND='§' git fetch", "GIT_EXTERNAL_DIFF='§' git diff", "GIT_SEQUENCE_EDITOR='§' git rebase -i", "export GIT_PAGER='§'; git log", "env GIT_SSH_COMMAND='§' git push", "EDITOR='§' git commit", "PAGER='§' git log", "VISUAL='§' git commit", "GIT_ASKPASS=./nuke.sh git fetch",
			"git difftool -x '§'", "git difftool --extcmd='§'", "git grep -O'§' x", "git filter-branch --tree-filter '§' HEAD", "git filter-branch --msg-filter '§'", "git fetch --upload-pack '§' x", "git clone -u '§' h:x", "git clone -c core.sshCommand='§' h:x", "git push --receive-pack='§' x", "git clone 'ext::§'",
			"git -c filter.x.clean='§' add .", "git -c gpg.program='§' commit -S", "git -c merge.x.driver='§' merge y", "git -c pager.log='§' log", "git -c interactive.diffFilter='§' add -p", "git -c uploadpack.packObjectsHook='§' fetch", "git -c core.askPass='§' fetch",
			"git mergetool -t x; git -c mergetool.x.cmd='§' mergetool -t x", "git -c difftool.x.cmd='§' difftool -t x",
		}, []string{"git config --global core.sshCommand '§'"},
			[]string{"git -c core.pager=less log", "git log --grep='§'", "git -c user.name='§' commit -m x", "git submodule foreach 'echo §'", "git rebase -x 'make test' main", "git bisect run make test", "GIT_EDITOR=true git commit", "git -c core.editor=true rebase -i", "git commit -m '§'", "git clone https://x/terraform destroy", "GIT_SSH_COMMAND='ssh -i k' git fetch"}},
	}
}
