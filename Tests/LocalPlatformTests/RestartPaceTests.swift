import Testing

@testable import LocalPlatform

@Suite("The pace of restarts") struct RestartPaceTests {
    @Test("each death in a row waits twice as long, up to half a minute, and a long life is forgiven")
    func paces() {
        var pace = RestartPace()
        let delays = (0..<8).map { _ in pace.delay(afterLife: .seconds(59)) }
        #expect(delays == [0.5, 1, 2, 4, 8, 16, 30, 30].map { .seconds($0) })
        #expect(pace.delay(afterLife: .seconds(60)) == .milliseconds(500))
        #expect(pace.delay(afterLife: .zero) == .seconds(1))
    }
}
