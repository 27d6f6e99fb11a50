package sockets_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/networking/sockets"
)

func TestValuesAreInherited(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		listener := b.Listen(0, []sockets.Option{{Name: sockets.UserData, Value: sockets.Int32(5)}})
		ours := a.Connect(b.id, 0, nil)
		theirs := b.next().Connection
		value := func(u *user, name sockets.ConfigValue, scope sockets.Scope, h sockets.Handle) (int64, sockets.GetResult) {
			v, result := u.ValueOf(name, scope, h)
			return v.Int, result
		}
		requireValue := func(u *user, scope sockets.Scope, h sockets.Handle, want int64, result sockets.GetResult) {
			t.Helper()
			v, r := value(u, sockets.UserData, scope, h)
			require.Equal(t, want, v)
			require.Equal(t, result, r)
		}
		requireValue(a, sockets.ScopeConnection, ours, -1, sockets.GetOKInherited)
		requireValue(a, sockets.ScopeGlobal, 0, -1, sockets.GetOK)
		require.True(t, a.SetValue(sockets.UserData, sockets.ScopeGlobal, 0, sockets.Int64(9)))
		requireValue(a, sockets.ScopeConnection, ours, 9, sockets.GetOKInherited)
		require.True(t, a.SetValue(sockets.UserData, sockets.ScopeConnection, ours, sockets.Int64(10)))
		requireValue(a, sockets.ScopeConnection, ours, 10, sockets.GetOK)

		requireValue(b, sockets.ScopeConnection, theirs, 5, sockets.GetOKInherited)
		requireValue(b, sockets.ScopeListener, listener, 5, sockets.GetOK)
		require.EqualValues(t, 5, b.UserDataOf(theirs))
		require.True(t, b.SetValue(sockets.UserData, sockets.ScopeListener, listener, sockets.Int64(6)))
		requireValue(b, sockets.ScopeConnection, theirs, 6, sockets.GetOKInherited)
		requireValue(b, sockets.ScopeInterface, 0, -1, sockets.GetOK)

		_, result := value(a, 12345, sockets.ScopeGlobal, 0)
		require.Equal(t, sockets.GetBadValue, result)
		for _, scope := range []sockets.Scope{0, sockets.ScopeListener, sockets.ScopeConnection, 5} {
			_, result = value(a, sockets.UserData, scope, 1)
			require.Equal(t, sockets.GetBadScopeObject, result)
		}
	})
}

func TestValuesThatCannotBeSet(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, _ := connected(a, b)
		for name, c := range map[string]struct {
			name  sockets.ConfigValue
			scope sockets.Scope
			value sockets.Value
		}{
			"a value that there isn't":       {12345, sockets.ScopeGlobal, sockets.Int32(1)},
			"a global value of a connection": {sockets.FakeLossSend, sockets.ScopeConnection, sockets.Float(1)},
			"a text as a number":             {sockets.TimeoutInitial, sockets.ScopeGlobal, sockets.Text("1")},
			"a float as a whole number":      {sockets.TimeoutInitial, sockets.ScopeGlobal, sockets.Float(1)},
			"no number":                      {sockets.FakeLossSend, sockets.ScopeGlobal, sockets.Float(float32(math.NaN()))},
			"one that is read only":          {33, sockets.ScopeGlobal, sockets.Int32(1)},
			"a function":                     {201, sockets.ScopeGlobal, sockets.Value{Type: sockets.TypeFunction}},
			"a text without end":             {103, sockets.ScopeGlobal, sockets.Text(string(make([]byte, 5000)))},
		} {
			require.False(t, a.SetValue(c.name, c.scope, ours, c.value), name)
		}
		bad := []sockets.Option{{Name: sockets.TimeoutInitial, Value: sockets.Text("soon")}}
		require.Zero(t, a.Listen(0, bad))
		require.Zero(t, a.Connect(b.id, 0, bad))
	})
}

func TestValuesAreCutToTheirBounds(t *testing.T) {
	in(t, func(w *world) {
		a := w.user(1)
		for _, c := range []struct {
			name sockets.ConfigValue
			set  sockets.Value
			want sockets.Value
		}{
			{sockets.FakeLossSend, sockets.Float(1000), sockets.Float(100)},
			{sockets.FakeLossSend, sockets.Float(-1), sockets.Float(0)},
			{sockets.FakeLossSend, sockets.Int32(5), sockets.Float(5)},
			{sockets.SendBufferSize, sockets.Int32(1), sockets.Int32(4096)},
			{sockets.FakeLagSend, sockets.Int32(6000), sockets.Int32(5000)},
			{sockets.UserData, sockets.Int32(-7), sockets.Int64(-7)},
			{sockets.UserData, sockets.Int64(math.MinInt64), sockets.Int64(math.MinInt64)},
		} {
			require.True(t, a.SetValue(c.name, sockets.ScopeGlobal, 0, c.set))
			v, result := a.ValueOf(c.name, sockets.ScopeGlobal, 0)
			require.Equal(t, sockets.GetOK, result)
			require.Equal(t, c.want, v)
		}
	})
}

func TestValueInfo(t *testing.T) {
	info, ok := sockets.ValueInfoOf(sockets.FakeLossSend)
	require.True(t, ok)
	require.Equal(t, "FakePacketLoss_Send", info.Name)
	require.Equal(t, sockets.TypeFloat, info.Type)
	require.Equal(t, sockets.ScopeGlobal, info.Scope)
	info, _ = sockets.ValueInfoOf(sockets.UserData)
	require.Equal(t, sockets.TypeInt64, info.Type)
	require.Equal(t, sockets.ScopeConnection, info.Scope)
	_, ok = sockets.ValueInfoOf(1)
	require.False(t, ok)
	for n := range sockets.ConfigValue(1000) {
		if info, ok := sockets.ValueInfoOf(n); ok {
			require.NotEmpty(t, info.Name)
			require.Equal(t, info.Type, info.Default.Type)
		}
	}
}
