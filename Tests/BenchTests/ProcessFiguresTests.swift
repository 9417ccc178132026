import Glibc
import Testing

@testable import rishi_bench

@Suite("Figures from /proc")
struct ProcessFiguresTests {
    private static func stat(name: String) -> String {
        "42 (\(name)) S 7 42 42 0 -1 4194560 1 2 3 4 150 50 9 9 20 0 3 0 100 1000000 321 18446744073709551615 1 1\n"
    }

    @Test("a process's name may hold anything", arguments: ["nginx", "a b", "x) R 1 (y", "((", "%"])
    func names(name: String) {
        let entry = ProcessFigures.entry(id: 42, stat: Self.stat(name: name))
        #expect(entry == ProcessFigures.Entry(id: 42, parent: 7, ticks: 200, residentPages: 321))
    }

    @Test("a line that is cut short is no process", arguments: ["", "42 (a", "42 (a) S 7 42"])
    func short(text: String) {
        #expect(ProcessFigures.entry(id: 42, stat: text) == nil)
    }

    @Test("this process is resident, and its time moves when it works")
    func own() {
        let before = ProcessFigures(ofTreeUnder: getpid())
        #expect(before.residentBytes > 1_000_000)
        var sum: UInt64 = 1
        while ProcessFigures(ofTreeUnder: getpid()).cpu == before.cpu { sum = sum &* 31 &+ 7 }
        #expect(ProcessFigures(ofTreeUnder: getpid()).cpu > before.cpu)
    }
}
