package policy

// patching are files that a command changes by a patch, or by an editor's or a
// filter's own commands, and runs.
//
// The line: a file that the command itself names, in a patch or as a path of
// another revision, and then runs is a text that it makes. A tree that comes as
// a whole (pull, another branch, a stash, a clone, an archive) is the project's,
// or its author's, as it was before: to run what is in it is everyday work.
func patching() []reached {
	const adds = " <<'E'\n--- a/plain.sh\n+++ b/plain.sh\n@@ -1 +1,2 @@\n terraform plan\n+§\nE\n"
	const harmless = " <<'E'\n--- a/plain.sh\n+++ b/plain.sh\n@@ -1 +1 @@\n-terraform plan\n+terraform validate\nE\n"
	const elsewhere = " <<'E'\n--- a/plain.sh\n+++ b/plain.sh\n@@ -7 +7 @@\n-echo a\n+echo b\nE\n"
	const other = " <<'E'\n--- a/src/x.go\n+++ b/src/x.go\n@@ -7 +7 @@\n-a\n+b\nE\n"
	const created = " <<'E'\n--- /dev/null\n+++ b/fresh.sh\n@@ -0,0 +1 @@\n+§\nE\n"
	const added = " <<'E'\n--- a/plain.sh\n+++ b/plain.sh\n@@ -1,2 +1 @@\n terraform plan\n-§\nE\n"
	const moved = " <<'E'\ndiff --git a/nuke.sh b/b.sh\nsimilarity index 100%\nrename from nuke.sh\nrename to b.sh\nE\n"
	const context = " <<'E'\n*** plain.sh\t2026\n--- plain.sh\t2026\n***************\n*** 1 ****\n! terraform plan\n--- 1 ----\n! §\nE\n"
	const plain = " <<'E'\n*** Begin Patch\n*** Update File: plain.sh\n@@\n-terraform plan\n+§\n*** End Patch\nE\n"
	const calm = " <<'E'\n*** Begin Patch\n*** Update File: plain.sh\n@@\n-terraform plan\n+terraform validate\n*** End Patch\nE\n"
	return []reached{
		{"patches by their options and forms", []string{
			"git apply -R" + added + "./plain.sh", "patch -R -p1" + added + "./plain.sh", "patch -d sub -p1" + created + "sh sub/fresh.sh", "git apply --directory=sub" + created + "sh sub/fresh.sh", "git -C sub apply" + created + "sh sub/fresh.sh", "patch -p2 <<'E'\n--- x/y/plain.sh\n+++ x/y/plain.sh\n@@ -1 +1,2 @@\n terraform plan\n+§\nE\n./plain.sh",
			"cat > a.diff" + other + "cat > b.diff" + adds + "git apply a.diff b.diff && ./plain.sh", "git apply" + moved + "sh b.sh", "apply_patch" + plain + "./plain.sh", "git am <<'E'\nFrom 1 Mon Sep 17\nSubject: x\n\n---\n x | 1 +\n\ndiff --git a/plain.sh b/plain.sh\n--- a/plain.sh\n+++ b/plain.sh\n@@ -1 +1,2 @@\n terraform plan\n+§\n-- \n2.39\nE\n./plain.sh",
		}, []string{
			"patch" + context + "./plain.sh", "git apply <<'E'\ndiff --git a/plain.sh b/plain.sh\nindex 1..2 100755\nGIT binary patch\nliteral 3\nKcmZ\nE\n./plain.sh", "apply_patch <<'E'\n*** Update File: plain.sh\n@@ f()\n-terraform plan\n+ls\nE\n./plain.sh",
		}, []string{
			"apply_patch" + calm + "./plain.sh", "git apply" + created + "sh sub/fresh.sh", "git apply -R" + adds + "sh other.sh", "patch -d sub -p1" + adds + "./plain.sh",
			"git apply <<'E'\n--- a/notes\n+++ b/notes\n@@ -0,0 +1,2 @@\n+++ b/plain.sh\n+§\nE\n./plain.sh", "git apply <<'E'\ndiff --git a/plain.sh b/plain.sh\nold mode 100644\nnew mode 100755\nE\n./plain.sh",
		}},
		{"patches", []string{
			"git apply" + adds + "./plain.sh", "patch -p1" + adds + "sh plain.sh", "patch" + adds + "source ./plain.sh", "git am" + adds + "bash < plain.sh", "git apply -" + adds + "bash plain.sh",
			"cat > p.diff" + adds + "git apply p.diff && ./plain.sh", "cat > p.diff" + adds + "patch -p1 -i p.diff; ./plain.sh", "git apply" + created + "sh fresh.sh", "cp plain.sh b.sh; sed s/plain/b/ > p" + adds + "git apply p; ./b.sh",
			"git apply <<'E'\ndiff --git a/plain.sh b/plain.sh\nindex 1..2 100755\n--- a/plain.sh\n+++ b/plain.sh\n@@ -1 +1,2 @@\n terraform plan\n+§\ndiff --git a/y b/y\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\nE\n./plain.sh",
		}, []string{
			"git apply" + elsewhere + "./plain.sh", "patch -p1 < <(cat" + adds + ") && ./plain.sh", "git apply -R" + harmless + "./plain.sh", "patch -p2 <<'E'\n+++ x/y/plain.sh\n@@ -1 +1 @@\nE\n./plain.sh", "git apply <<E\n--- a/plain.sh\n+++ b/plain.sh\n@@ -1 +1,2 @@\n terraform plan\n+$X\nE\n./plain.sh",
			"git checkout other -- plain.sh && ./plain.sh", "git restore --source=other plain.sh && sh plain.sh",
		}, []string{
			"git apply" + harmless + "./plain.sh", "patch -p1" + harmless + "sh plain.sh", "git apply" + other + "./plain.sh && go test ./...", "git apply --check" + adds + "./plain.sh", "patch --dry-run -p1" + adds + "./plain.sh", "git apply" + adds + "make plan", "git apply unseen.patch && make plan",
			"git pull && ./plain.sh", "git pull && make plan", "git stash pop && ./plain.sh", "git checkout other && ./plain.sh", "git merge other && bash plain.sh", "git cherry-pick abc && ./plain.sh", "git clone https://h/x && cd x && ./plain.sh",
		}},
		{"an editor's buffer given to a program", nil, []string{
			"vim -c ':w !sh' unseen", "vim -c 'w !bash' nuke", "vim -es -c '%!sh' -c q nuke", "vim -c '1,5w !sudo sh' nuke", "ex -c 'w !sh' nuke", "ex -s nuke <<< 'w !sh'", "ed -s nuke <<< 'w !sh'", "ed nuke <<< $',w !bash\nq'", "nvim --headless +'w !sh' +q nuke", "ex -s nuke <<< '%!sh'",
		}, []string{
			"vim -c '%!jq .' x.json", "vim -c '%!python3 -m json.tool' -c wq x.json", "vim -c 'w !diff - x' y", "vim -c 'r !date' y", "ed -s nuke <<< 'w copy'", "vim -es -c '%!sort' -c wq nuke", "vim -c '!sh plain.sh' y", "vim -c 'w !bash -n' x.sh", "nvim --headless '+Lazy! sync' +qa",
		}},
		{"files that a tool runs unasked, written before", []string{
			"echo 'import os; os.system(\"§\")' > setup.py && pip install .", "echo 'system \"§\"' > Capfile; cap production deploy", "echo 'require(\"child_process\").execSync(\"§\")' > vite.config.js && npx vite build", "echo 'require(\"child_process\").execSync(\"§\")' > gulpfile.js; gulp", "printf '[Service]\nExecStart=§\n' > a.service; systemctl --user start a", "echo 'system(\"§\")' > Vagrantfile && vagrant up", "echo 'import os; os.system(\"§\")' > SConstruct; scons",
		}, []string{
			"echo 'task x(type: Exec) { commandLine \"terraform\", \"destroy\" }' > build.gradle; ./gradlew x", "echo '<exec command=\"§\"/>' > build.xml && ant x", "echo 'execute_process(COMMAND §)' > CMakeLists.txt; cmake .", "echo '{\"tasks\":{\"x\":\"§\"}}' > deno.json; deno task x", "echo '- shell: §' > p.yml; ansible-playbook p.yml", "echo 'local(\"§\")' > Tiltfile; tilt up",
			"echo 'fn main() { Command::new(\"terraform\").args([\"destroy\"]) }' > build.rs; cargo build", "echo 'fn main() { Command::new(\"terraform\").arg(\"destroy\") }' > src/main.rs; cargo run", "echo 'rule x\n command = §' > build.ninja; ninja",
		}, []string{
			"echo 'from setuptools import setup; setup()' > setup.py && pip install -e .", "echo 'export default {}' > vite.config.js && npx vite build", "echo '[Service]\nExecStart=/usr/bin/true' > a.service; systemctl --user start a", "echo '§' > notes.gradle.md; ./gradlew build", "npx vite build", "echo '- shell: §' > p.yml; ansible-playbook --syntax-check p.yml", "cap production deploy", "ant clean", "echo 'plugins { id \"java\" }' > build.gradle; gradle build",
			"cat > x_test.go <<'E'\npackage a\nfunc TestX(t *testing.T) { check(\"§\") }\nE\ngo test ./...", "cat > test_x.py <<'E'\nimport shutil\ndef test_x(d):\n    shutil.rmtree(d)\nE\npytest -q", "cat > x.test.js <<'E'\nafterEach(() => fs.rmSync(dir, {recursive: true}))\nE\nnpx jest",
		}},
		{"directories and arguments of wrappers", []string{
			"bash -s -- destroy <<< 'terraform \"$1\"'", "bash -s destroy <<< 'terraform $1'", "env -C infra §", "env --chdir=infra §", "env -C infra -S '§'", "sudo -D infra §", "boundary connect ssh -target-id x -- §", "pixi exec §", "singularity exec i.sif §",
		}, nil, []string{"bash -s -- plan <<< 'terraform \"$1\"'", "env -C infra terraform plan", "boundary connect ssh -target-id x", "singularity exec i.sif terraform plan"}},
		{"what a search has found, put at the end", nil, []string{"fd . / -x rm -rf", "fd -t d . /home -X rm -rf", "fdfind . ~ -x rm -rf"}, []string{"fd -e ts -x wc -l", "fd . src -x prettier --write", "fd -e sh -x echo {} §"}},
		{"lines that sed writes", nil, []string{
			"sed 'w run.sh' nuke && sh run.sh", "sed -n 's/plan/destroy/w run.sh' plain.sh; bash run.sh", "sed -n '/x/w run.sh' unseen && ./run.sh", "sed -e 'w run.sh' unseen; source run.sh; sh run.sh",
		}, []string{"sed -n '/a/w out.log' nuke; cat out.log", "sed 'w run.sh' nuke && sh plain.sh"}},
	}
}
