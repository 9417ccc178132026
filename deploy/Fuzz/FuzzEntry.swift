import Glibc

/// What libFuzzer calls for every input. Each program is this file, its neighbour `FuzzSplits.swift` and one target,
/// which defines `check`: what must hold for any bytes whatever. A trap, a broken demand, a hang and a leak of memory
/// past the limit are all findings.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    check(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

/// Ends the program, which libFuzzer reports with the input at fault, unless `holds`.
func demand(_ holds: Bool, _ property: @autoclosure () -> String) {
    guard !holds else { return }
    print("\nBroken: \(property())")
    fflush(nil)
    abort()
}
