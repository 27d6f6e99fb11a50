package standalone

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if configuration := os.Getenv(hostVariable); configuration != "" {
		playHost(configuration)
		return
	}
	if configuration := os.Getenv(floodVariable); configuration != "" {
		playFlood(configuration)
		return
	}
	goleak.VerifyTestMain(m)
}
