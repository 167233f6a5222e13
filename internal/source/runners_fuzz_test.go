package source

import "testing"

func FuzzAnt(f *testing.F) {
	fuzz(f, "ant", "build.xml", "a", "<project default='a'><!-- x --><target name=\"a\" depends=\"b,a\"><exec executable=\"${x}\"><arg line=\"y > z\"/></exec></target></project>", "<target name=\"a\"><delete dir='x", "<exec executable=", "</")
}

func FuzzLefthook(f *testing.F) {
	fuzz(f, "lefthook", "lefthook.yml", "a", "a:\n  commands:\n    x:\n      run: y {files}\n  jobs:\n  - group:\n      jobs:\n      - run: z\n  scripts:\n    s.sh: {runner: bash}\n", "a: &x\n  jobs: *x\n")
}

func FuzzMoon(f *testing.F) {
	fuzz(f, "moon", "moon.yml", "a", "tasks:\n  a:\n    command: x\n    args: [y]\n    script: |\n      z\n", "tasks: {a: b}\n")
}

func FuzzWorkflow(f *testing.F) {
	fuzz(f, "workflow", "x.yml", "a", "jobs:\n  a:\n    steps:\n    - run: |\n        x ${{ y }}\n    - {run: z, shell: python}\n", "jobs: []\n")
}

func FuzzHooks(f *testing.F) {
	fuzz(f, "pre-commit-hooks", ".pre-commit-hooks.yaml", ".", "- id: a\n  entry: x\n  args: [y]\n", "a: b\n")
}
