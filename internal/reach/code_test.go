package reach

import "testing"

// TestCode: the last call of each command is what code of another language in
// it runs; code that only speaks of a command leads nowhere.
func TestCode(t *testing.T) {
	files := map[string]string{
		"/w/x.py": "#!/usr/bin/env python3\nimport os, shutil\nos.system('terraform destroy')\nshutil.rmtree(x)\n",
		"/w/y.js": "const {execSync} = require('child_process')\nexecSync('terraform destroy')\n",
	}
	for _, c := range []struct{ text, last string }{
		{`python3 -c 'import os; os.system("terraform destroy")'`, "terraform destroy"},
		{`python3 -c "import os; os.system('terraform $X')"`, "terraform $X"},
		{"python3 - <<E\nimport subprocess\nsubprocess.run(['terraform', 'destroy'])\nE", "terraform destroy"},
		{`python3 -c 'import os; os.system("bash -c \"terraform destroy\"")'`, "terraform destroy"},
		{`sudo node -e 'require("child_process").execSync("terraform destroy")'`, "terraform destroy"},
		{`python3 -c 'import shutil, os; shutil.rmtree(os.path.expanduser("~/x"))'`, "rm -rf /home/dev/x"},
		{"python3 x.py", "terraform destroy"}, // what x deletes is its own affair
		{"./x.py", "terraform destroy"},
		{"node y.js", "terraform destroy"},
		{"cp x.py z.py; python3 z.py", "rm -rf x"},
		{`python3 -c 'open("z.sh", "w").write("terraform destroy")'; sh z.sh`, "terraform destroy"},
		{`awk '{print "terraform destroy" | "sh"}' f`, "terraform destroy"},
		{`ssh box "python3 -c 'import os; os.system(\"terraform destroy\")'"`, "terraform destroy @ssh:box"},
		{`python3 -c 'print("terraform destroy")'`, `python3 -c print("terraform destroy")`},
		{"curl u | python3", "python3"},
	} {
		got := spell(calls(t, c.text, files))
		if len(got) == 0 || got[len(got)-1] != c.last {
			t.Errorf("%q reaches %q, want %q last", c.text, got, c.last)
		}
	}
}

// TestCodeDir: a directory that the code names, or goes to, is where it runs.
func TestCodeDir(t *testing.T) {
	for text, dir := range map[string]string{
		`python3 -c 'import subprocess; subprocess.run("ls", cwd="sub")'`: "/w/sub",
		`python3 -c 'import os; os.chdir("/x"); os.system("ls")'`:         "/x",
		`node -e 'require("child_process").execSync("ls", {cwd: "/x"})'`:  "/x",
		`ruby -e 'system "ls"'`: "/w",
	} {
		found := calls(t, text, nil)
		if got := found[len(found)-1].Call.Dir.Spelling(); got != dir {
			t.Errorf("%q runs in %q, want %q", text, got, dir)
		}
	}
}
