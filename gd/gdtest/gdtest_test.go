package gdtest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/gd"
)

var keys = func() []gd.Key {
	list := make([]gd.Key, 40)
	for i := range list {
		list[i] = gd.NewKey(string(rune('A' + i)))
	}
	return list
}()

func class(call func(*gd.Call), result gd.Type, params ...gd.Param) *gd.Class {
	return &gd.Class{
		Name:      "Test",
		Singleton: true,
		New:       func(owner gd.Object) any { return &owner },
		Signals:   []gd.Signal{{Name: "said", Args: []gd.SignalArg{{Name: "what", Type: gd.ArrayType}}}},
		Methods:   []gd.Method{{Name: "call", Params: params, Result: result, Call: call}},
	}
}

func TestAnyArgumentComesBack(t *testing.T) {
	e := New(t)
	c := class(func(c *gd.Call) { c.Set(c.Value(0)) }, gd.Variant, gd.Param{Name: "value", Type: gd.Variant})
	c.Register()
	defer c.Unregister()
	for _, v := range []any{
		nil, true, int64(-1), 0.5, "text", gd.StringName("name"), gd.Singleton("OS"),
		[]byte{1}, gd.Int32s{1}, gd.Int64s{2}, gd.Float32s{3}, gd.Float64s{4},
		gd.Strings{"a"}, gd.Array{int64(1), nil}, gd.Items{{Key: "k", Value: gd.Array{}}},
	} {
		require.Equal(t, v, e.Call("Test", "call", v))
	}
}

func TestADictionaryOfAnySize(t *testing.T) {
	e := New(t)
	c := class(func(c *gd.Call) {
		d := c.Dictionary()
		for i, key := range keys {
			switch i % 4 {
			case 0:
				d.Int(key, int64(i))
			case 1:
				d.String(key, c.String(0))
			case 2:
				d.Bytes(key, []byte{byte(i)})
			case 3:
				d.Set(key, gd.Strings{"x"})
			}
		}
	}, gd.DictionaryType, gd.Param{Name: "text", Type: gd.String})
	c.Register()
	defer c.Unregister()
	items := e.Call("Test", "call", "hey").(gd.Items)
	require.Len(t, items, len(keys))
	for i, item := range items {
		require.Equal(t, string(rune('A'+i)), item.Key)
		require.Equal(t, []any{int64(i), "hey", []byte{byte(i)}, gd.Strings{"x"}}[i%4], item.Value)
	}
}

func TestTheEnginesRules(t *testing.T) {
	e := New(t)
	c := class(func(c *gd.Call) {
		c.Self().(*gd.Object).Emit("said", gd.Array{c.Float(0)})
		c.SetFloat(c.Float(0))
	}, gd.Float, gd.Param{Name: "a", Type: gd.Float}, gd.Param{Name: "b", Type: gd.Int, Default: 3})
	c.Register()
	defer c.Unregister()
	test := gd.Singleton("Test")
	require.Equal(t, 2.0, e.Call("Test", "call", 2))
	require.Equal(t, []Emission{{test, "said", []any{gd.Array{2.0}}}}, e.Emitted)
	for want, args := range map[string][]any{
		"too few":             {},
		"too many":            {1.0, 2, 3},
		"b must be of type 2": {1.0, "text"},
	} {
		_, err := e.TryCall(test, "call", args...)
		require.ErrorContains(t, err, want)
	}
	_, err := e.TryCall(test, "cal")
	require.ErrorContains(t, err, "no such method")
}

func TestInstances(t *testing.T) {
	e := New(t)
	var freed []any
	base := &gd.Class{
		Name: "Peer", Base: "PacketPeerExtension",
		New:     func(gd.Object) any { return "its Go side" },
		Free:    func(self any) { freed = append(freed, self) },
		Methods: []gd.Method{{Name: "who", Result: gd.String, Call: func(c *gd.Call) { c.SetString(c.Self().(string)) }}},
		Virtuals: []gd.Virtual{
			{Name: "_get_packet", Call: func(c *gd.Call) { c.SetBuffer([]byte("packet")) }},
			{Name: "_put_packet", Call: func(c *gd.Call) { c.SetInt(int64(len(c.Bytes(0)))) }},
			{Name: "_get_available_packet_count", Call: func(c *gd.Call) { c.SetInt(1) }},
			{Name: "_get_max_packet_size", Call: func(c *gd.Call) { c.SetInt(99) }},
		},
	}
	derived := &gd.Class{Name: "Derived", Base: "Peer", New: base.New, Free: base.Free}
	for _, c := range []*gd.Class{base, derived} {
		c.Register()
		defer c.Unregister()
		o := c.Instantiate()
		who, err := e.TryCall(o, "who")
		require.NoError(t, err)
		require.Equal(t, "its Go side", who)
		require.Equal(t, int64(4), e.CallVirtual(o, "_put_packet", []byte("four")).Result)
		require.Equal(t, []byte("packet"), e.CallVirtual(o, "_get_packet", nil).Buffer)
		o.Retain()
		o.Release()
		require.Empty(t, freed)
		o.Release()
		require.Equal(t, []any{"its Go side"}, freed)
		freed = nil
	}
}
