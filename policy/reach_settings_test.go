package policy

// settingFiles are files that settings of git lead to.
func settingFiles() map[string]string {
	const carried = "terraform destroy\n"
	return map[string]string{
		"hooksdir/pre-commit": "#!/bin/sh\n" + carried, ".husky/README.md": "# Hooks\n\n    " + carried, ".husky/pre-commit": "#!/bin/sh\nnpx lint-staged\n", "tpl/hooks/pre-push": carried,
		"alias.gitconfig": "[alias]\n\tx = !" + carried, "pager.gitconfig": "[core]\n\tpager = " + carried, "more.gitconfig": "[include]\n\tpath = alias.gitconfig\n[include]\n\tpath = pager.gitconfig\n",
		"loop.gitconfig": "[include]\n\tpath = loop.gitconfig\n", "plain.gitconfig": "[user]\n\tname = x\n[alias]\n\tco = checkout\n[core]\n\tpager = less\n\teditor = vim\n",
	}
}

// configured are settings of git that make it run a program.
func configured() []reached {
	return []reached{
		{"files of git's settings", []string{
			"GIT_CONFIG_GLOBAL=alias.gitconfig git x", "export GIT_CONFIG_GLOBAL=alias.gitconfig; git x", "GIT_CONFIG_SYSTEM=alias.gitconfig git x", "GIT_CONFIG_GLOBAL=pager.gitconfig git log", "git -c include.path=alias.gitconfig x",
			`printf '[alias]\n\tx = !§\n' >> .git/config; git x`, `printf '[core]\n\tpager = §\n' >> .git/config; git log`, `printf '[core]\n\tpager = §\n' >> ~/.gitconfig; git log`, `printf '[diff]\n\texternal = §\n' > ~/.config/git/config; git diff`,
			`printf '[filter "f"]\n\tclean = §\n' >> .git/config; git add .`, `printf '[diff "x"]\n\ttextconv = "§"\n' >> .git/config; git diff`,
		}, []string{
			"GIT_CONFIG_GLOBAL=more.gitconfig git log", "git config include.path ./alias.gitconfig", "git config include.path ../pager.gitconfig", "git config --global include.path $PWD/pager.gitconfig", "git config includeIf.gitdir:/w/.path $PWD/alias.gitconfig",
			"git config core.hooksPath hooksdir", "git config core.hooksPath ./hooksdir && git commit -m x", "git -c core.hooksPath=hooksdir commit -m x", "git clone --config core.hooksPath=hooksdir x y", `printf '[core]\n\thooksPath = hooksdir\n' >> .git/config; git commit -m x`,
			"git clone --template=tpl x y", "git init --template tpl", "git config init.templateDir tpl",
		}, []string{
			"git config core.hooksPath .husky", "git config core.hooksPath .husky && git commit -m x", "git config core.hooksPath none", "git config include.path ./plain.gitconfig", "GIT_CONFIG_GLOBAL=plain.gitconfig git log", "GIT_CONFIG_GLOBAL=/dev/null git status", "GIT_CONFIG_GLOBAL=alias.gitconfig git status", "GIT_CONFIG_GLOBAL=loop.gitconfig git status",
			`printf '[user]\n\tname = x\n' >> .git/config; git commit -m x`, `printf '[core]\n\tpager = less\n' >> .git/config; git log`, "git clone --template= x y", "git init --template=/usr/share/git-core/templates",
		}},
		{"more settings of git", []string{
			"git -c submodule.x.update='!§' submodule update", "git config tar.x.command '§'", "git -c tar.x.command='§' archive --format=x HEAD", "git config guitool.x.cmd '§'", "git -c gc.recentObjectsHook='§' gc", "git -c uploadpack.packObjectsHook='§' upload-pack .", "git config hook.x.command '§'", "git config remote.x.url 'ext::§'",
			"git archive --remote=. --exec='§' HEAD", "git send-email --sendmail-cmd='§' x.patch", "git send-email --to-cmd '§' x.patch", "git instaweb --httpd='§'", "git daemon --access-hook=./nuke.sh", "git config credential.helper ./nuke.sh", "git config sendemail.headerCmd '§'", "git config gpg.ssh.defaultKeyCommand '§'",
		}, nil, []string{
			"git config credential.helper store", "git config --global credential.helper 'cache --timeout=3600'", "git config credential.helper '!gh auth git-credential'", "git config submodule.lib.update rebase", "git config tar.tar.xz.command 'xz -c'", "git archive --format=tar.gz -o x.tgz HEAD", "git send-email --to=a@b.c x.patch", "git instaweb --httpd=python",
			"git config hook.lint.command 'npm run plan'", "git config merge.ours.driver true", "git config mergetool.meld.path /usr/bin/meld", "git config remote.origin.url git@github.com:a/b.git", "git config --get-regexp alias", "git config --unset core.pager", "git config core.excludesFile ~/.gitignore", "git config alias.undo 'reset HEAD~1'",
		}},
	}
}
