package policy

import "testing"

// TestCode: code of another language is judged by what it runs and deletes,
// never by what it says.
func TestCode(t *testing.T) {
	for text, want := range map[string]Decision{
		`python -c "import os; os.system('rm -rf /')"`:                                                Deny,
		`perl -e 'system("rm -rf ~")'`:                                                                Deny,
		`node -e 'require("child_process").execSync("git reset --hard")'`:                             Ask,
		"ruby -e '`terraform destroy`'":                                                               Deny,
		`awk 'BEGIN{system("rm -rf /")}'`:                                                             Deny,
		`php -r 'passthru("terraform destroy");'`:                                                     Deny,
		`lua -e 'os.execute("terraform destroy")'`:                                                    Deny,
		"python3 - <<'E'\nimport shutil\nshutil.rmtree(\"/home/x\")\nE":                               Deny,
		`python3 -c 'open("/etc/passwd", "w")'`:                                                       Ask,
		`python3 -c 'import boto3; boto3.client("rds").delete_db_instance(DBInstanceIdentifier="x")'`: Deny,
		`python3 -c 'import boto3; c.delete_db_instance()'`:                                           Ask,
		`python3 -c 'import sys, shutil; shutil.rmtree(sys.argv[1])'`:                                 Ask,

		`python3 -c 'print("rm -rf /")'`:                                          None,
		`node -e 'console.log("terraform destroy")'`:                              None,
		`python -c "import shutil; shutil.rmtree('build')"`:                       None,
		`python -c "import os; os.system('rm -rf /')`:                             Ask, // no shell text
		`python -c 'import os; os.system("rm -rf /"'`:                             None,
		`python3 -c 'import shutil, tempfile; shutil.rmtree(tempfile.mkdtemp())'`: None,
		`python3 -c 'open("out.txt", "w").write("rm -rf /")'`:                     None,
		`node -e 'require("fs").rmSync("dist", {recursive: true})'`:               None,
		`perl -pi -e 's/rm -rf/x/' notes.txt`:                                     None,
		`awk '$1 > 3 {print $2}' data.txt`:                                        None,
		`perl -e 'unlink glob("*.o")'`:                                            None,
		"git commit -m \"python -c 'os.system(1)'\"":                              None,
	} {
		if v := Builtin().Evaluate(testCommand(text), testWorld()); v.Decision != want {
			t.Errorf("%q: %s, want %s (%+v)", text, v.Decision, want, v.Findings)
		}
	}
}
