package steamworks

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

// children are what this test binary does as another process: the tests start
// it again with childEnv set to a name.
var children = map[string]func(){}

const childEnv = "STEAMWORKS_TEST_CHILD"

func TestMain(m *testing.M) {
	if child, ok := children[os.Getenv(childEnv)]; ok {
		child()
		os.Exit(0)
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		os.RemoveAll(buildDir)
		os.Exit(code)
	}))
}

// buildDir holds what the tests compile, once for all of them.
var buildDir string
