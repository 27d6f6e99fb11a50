package steamworks

import (
	"fmt"
	"math"
	"reflect"
	"runtime"
	"strings"

	"github.com/ebitengine/purego"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/platform/valve"
)

var _ platform.Valve = (*Platform)(nil)

// LacksError says that the library has no such function or interface: it is older
// or newer than the one that had it, or the Steam client is older.
type LacksError struct{ Symbol, Library string }

func (e *LacksError) Error() string {
	return fmt.Sprintf("%s has no %s, so there is no answer: a libsteam_api of another Steamworks SDK may "+
		"have it",
		e.Library, e.Symbol)
}

// find returns where a function is, and its interface. p.alive is held.
func (p *Platform) find(f *valve.Function) (found *described, self uintptr, err error) {
	if !p.running {
		return nil, 0, networking.ErrNotRunning
	}
	found = &p.lib.described[f.Index()]
	if found.address == 0 {
		return nil, 0, &LacksError{f.Symbol(), p.lib.path}
	}
	self = p.iface[found.of]
	if self == 0 {
		return nil, 0, &LacksError{f.Interface, p.lib.path}
	}
	return found, self, nil
}

// maxResultText bounds a text that the library returns: one without an end must
// not be followed for ever.
const maxResultText = 16 << 10

// Invoke implements [platform.Valve].
func (p *Platform) Invoke(c *valve.Call) error {
	p.alive.RLock()
	defer p.alive.RUnlock()
	return p.invokeAlive(c)
}

// invoke makes a call whose arguments fill sets, and has its result read before
// the library may be shut down. One that can't be made has none.
func (p *Platform) invoke(f *valve.Function, fill, read func(*valve.Call)) {
	p.alive.RLock()
	defer p.alive.RUnlock()
	p.useDescribed(f, fill, read)
}

// answer makes a call whose arguments are all numbers.
func (p *Platform) answer(f *valve.Function, numbers ...int64) (result int64) {
	p.invoke(f, func(q *valve.Call) {
		for i, n := range numbers {
			q.SetInt(i, n)
		}
	}, func(q *valve.Call) { result = q.ResultInt() })
	return result
}

// useDescribed is invoke where p.alive is held.
func (p *Platform) useDescribed(f *valve.Function, fill, read func(*valve.Call)) {
	q := valve.New(f)
	defer q.Free()
	if fill != nil {
		fill(q)
	}
	if p.invokeAlive(q) == nil {
		read(q)
	}
}

// invokeAlive is Invoke where p.alive is held.
func (p *Platform) invokeAlive(c *valve.Call) error {
	f := c.Function
	found, self, err := p.find(f)
	if err != nil {
		return err
	}
	c.Registers[0] = self
	if found.hasFloat {
		c.Result = invokeWithFloats(found.address, c)
	} else {
		result, _, _ := purego.SyscallN(found.address, c.Registers[:c.Len()]...)
		c.Result = uint64(result)
	}
	if f.Result == valve.Text { // the library's: copy it before letting go
		c.SetResultText(copyText(uintptr(c.Result), maxResultText))
	}
	runtime.KeepAlive(c)
	return nil
}

// interfaceNamed finds an interface by its name in a description.
var interfaceNamed = func() map[string]iface {
	named := make(map[string]iface)
	for which, k := range known {
		name, _, _ := strings.Cut(strings.TrimPrefix(k.symbol, "SteamAPI_"), "_")
		named["I"+name] = iface(which)
	}
	return named
}()

// described is a function that a row describes.
type described struct {
	address  uintptr // 0 where the library lacks it
	of       iface
	hasFloat bool
}

// bindDescribed looks up the functions that rows describe. Those of an interface
// that is not in known are not tried.
func (l *library) bindDescribed(lookUp func(name string) uintptr) {
	l.described = make([]described, len(valve.Described()))
	for i, f := range valve.Described() {
		if of, ok := interfaceNamed[f.Interface]; ok {
			l.described[i] = described{lookUp(f.Symbol()), of, f.HasFloat()}
		}
	}
}

// invokeWithFloats calls a function with floats among its parameters, or as its
// result: they travel in registers of their own, which depend on the machine.
// There are fourteen such functions, and no game calls one in every frame.
func invokeWithFloats(address uintptr, c *valve.Call) uint64 {
	word := reflect.TypeFor[uintptr]()
	in := []reflect.Type{word}
	args := []reflect.Value{reflect.ValueOf(c.Registers[0])}
	for i, p := range c.Function.Params {
		t, value := word, reflect.ValueOf(c.Registers[1+i])
		if p.Role == valve.Takes && p.Type.IsFloat() {
			t, value = floatOf(p.Type, uint64(c.Registers[1+i]))
		}
		in, args = append(in, t), append(args, value)
	}
	var out []reflect.Type
	switch c.Function.Result {
	case valve.Void:
	case valve.F32, valve.F64:
		t, _ := floatOf(c.Function.Result, 0)
		out = []reflect.Type{t}
	default:
		out = []reflect.Type{word}
	}
	f := reflect.New(reflect.FuncOf(in, out, false))
	purego.RegisterFunc(f.Interface(), address)
	results := f.Elem().Call(args)
	if len(results) == 0 {
		return 0
	}
	switch v := results[0]; v.Kind() {
	case reflect.Float32:
		return uint64(math.Float32bits(float32(v.Float())))
	case reflect.Float64:
		return math.Float64bits(v.Float())
	default:
		return v.Uint()
	}
}

// floatOf is a float's type, and its value by its bits.
func floatOf(t valve.Type, bits uint64) (reflect.Type, reflect.Value) {
	if t == valve.F32 {
		return reflect.TypeFor[float32](), reflect.ValueOf(math.Float32frombits(uint32(bits)))
	}
	return reflect.TypeFor[float64](), reflect.ValueOf(math.Float64frombits(bits))
}
