//go:build linux

// Command scale measures how one process does with many sessions on the
// platform standalone. scripts/scale.sh runs it.
//
// For each number of sessions it starts a hub, the process that is measured,
// and that one a far process with a user for each session, so that the hub's
// memory is that of one side. Both share the machine's cores.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/exec"
	"strconv"
)

var counts = []int{1, 8, 64, 256}

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 {
		n, err := strconv.Atoi(os.Args[2])
		check(err)
		switch os.Args[1] {
		case "hub":
			hub(n)
		case "far":
			far(n)
		}
		return
	}
	if len(os.Args) != 2 {
		log.Fatal("usage: scale PLOT.svg")
	}
	var rows []row
	fmt.Println("| sessions | messages/s | round trip p50, µs | p99, µs | idle session, KB resident | … of it Go's heap and stacks | after traffic, KB | goroutines a session |")
	fmt.Println("|--:|--:|--:|--:|--:|--:|--:|--:|")
	for _, n := range counts {
		r := measure(n)
		fmt.Printf("| %d | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.1f |\n",
			r.Sessions, r.PerSecond, r.P50, r.P99, r.Resident, r.Heap, r.Busy, r.Goroutines)
		rows = append(rows, r)
	}
	check(os.WriteFile(os.Args[1], plot(rows), 0o644))
}

// row is what was measured with one number of sessions. Memory is in KB (1,000
// bytes) a session.
type row struct {
	Sessions             int
	PerSecond            float64
	P50, P99             float64 // µs
	Resident, Heap, Busy float64
	Goroutines           float64
}

// measure has a hub of its own do the work.
func measure(n int) (r row) {
	command, output := self("hub", n)
	check(json.NewDecoder(output).Decode(&r))
	check(command.Wait())
	return r
}

// self starts this program in another role.
func self(role string, n int) (*exec.Cmd, *bufio.Reader) {
	command := exec.Command("/proc/self/exe", role, strconv.Itoa(n))
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	check(err)
	check(command.Start())
	return command, bufio.NewReader(output)
}

func check(err error) {
	if err != nil {
		log.Fatal("scale: ", err)
	}
}
