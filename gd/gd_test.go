package gd

import (
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestInstancesAreKnownByNumbers(t *testing.T) {
	c := &Class{Name: "Test"}
	numbers := make([]int64, 3*chunkSize)
	for i := range numbers {
		numbers[i] = addInstance(slot{self: i, class: c})
		require.NotZero(t, numbers[i])
	}
	for i, number := range numbers {
		require.Equal(t, i, instanceAt(number))
	}
	for _, number := range numbers {
		require.Same(t, c, takeInstance(number).class)
		require.Nil(t, instanceAt(number), "Go lets go of it")
	}
	again := addInstance(slot{self: "again"})
	defer takeInstance(again)
	require.Contains(t, numbers, again, "numbers are used again")
	require.Nil(t, instanceAt(noInstance))
	require.Zero(t, takeInstance(noInstance))
}

// Instances are looked up by any thread while others come and go.
func TestInstancesOfManyThreads(t *testing.T) {
	var threads sync.WaitGroup
	for n := range 8 {
		threads.Go(func() {
			for i := range 1000 {
				number := addInstance(slot{self: n*1000 + i})
				runtime.Gosched()
				if instanceAt(number) != n*1000+i {
					t.Error("another instance")
				}
				takeInstance(number)
			}
		})
	}
	threads.Wait()
}

func TestLookingAnInstanceUpAllocatesNothing(t *testing.T) {
	number := addInstance(slot{self: &Class{}})
	defer takeInstance(number)
	require.Zero(t, testing.AllocsPerRun(100, func() { _ = instanceAt(number).(*Class) }))
}

func TestClassesThatCanNotBe(t *testing.T) {
	nothing := func(*Call) {}
	create := func(Object) any { return nil }
	method := func(params ...Param) []Method { return []Method{{Name: "m", Call: nothing, Params: params}} }
	optional := Param{Name: "a", Type: Int, Default: 1}
	for want, c := range map[string]*Class{
		"it needs New":                         {},
		"m has no function":                    {New: create, Methods: []Method{{Name: "m"}}},
		"m: b needs a default":                 {New: create, Methods: method(optional, Param{Name: "b"})},
		"m: the default of a is 1":             {New: create, Methods: method(Param{Name: "a", Type: Float, Default: 1})},
		"the property p needs the method m":    {New: create, Properties: []Property{{Name: "p", Getter: "m"}}},
		"the virtual method _x of Object":      {New: create, Virtuals: []Virtual{{Name: "_x", Call: nothing}}},
		"needs the virtual method _get_packet": {New: create, Base: "PacketPeerExtension"},
	} {
		if c.Base == "" {
			c.Base = "Object"
		}
		require.ErrorContains(t, c.check(), want)
	}
	abstract := &Class{Base: "MultiplayerPeerExtension", Abstract: true}
	require.NoError(t, abstract.check(), "a derived class may have the rest")
}
