import HTTPWire
import Testing

@Suite("requests of the conformance table")
struct RequestConformanceTests {
    @Test("each raw request ends as its row says, however it is cut", arguments: RequestCase.all)
    func everyCut(of example: RequestCase) {
        let whole = RequestTrace(example.bytes)
        check(example, whole)
        for cut in cuts(of: example.bytes.count) {
            let trace = RequestTrace(example.bytes, cutAt: cut)
            guard trace != whole else { continue }
            Issue.record("cut at \(cut.prefix(3)): \(trace) instead of \(whole)")
            return
        }
    }

    private func check(_ example: RequestCase, _ trace: RequestTrace) {
        var ends = 0
        var body = ""
        for event in trace.events {
            switch event {
            case .end: ends += 1
            case .body(let text): body += text
            default: break
            }
        }
        switch example.outcome {
        case .requests(let count):
            #expect(ends == count)
            #expect(trace.isIdle)
        case .path(let path):
            #expect(trace.lastHead?.contains(" [\(path)] ") == true)
            #expect(ends == 1 && trace.isIdle)
        case .fields(let fields):
            #expect(trace.lastHead?.hasSuffix(fields.map { " | " + $0 }.joined()) == true)
            #expect(ends == 1 && trace.isIdle)
        case .body(let text):
            #expect(body == text)
            #expect(ends == 1 && trace.isIdle)
        case .refused(let fault):
            #expect(trace.events == [.fault(fault)])
        case .refusedInBody(let fault):
            #expect(trace.events.last == .fault(fault))
            #expect(ends == 0 && trace.lastHead != nil)
        case .refusedAfter(let count, let fault):
            #expect(trace.events.last == .fault(fault))
            #expect(ends == count)
        case .incomplete:
            #expect(trace.events.last == .incomplete)
            #expect(ends == 0)
        }
    }

    @Test("what a fault answers is in the table")
    func statuses() {
        let special: [HTTPParseFault: Int] = [
            .methodUnknown: 501, .versionUnsupported: 505, .requestLineTooLong: 414, .bodyTooLong: 413,
            .fieldLineTooLong: 431, .fieldSectionTooLong: 431, .fieldsTooMany: 431, .trailerSectionTooLong: 431,
            .trailersTooMany: 431, .statusLineMalformed: 502, .statusLineTooLong: 502, .unexpectedBytes: 502,
            .unexpectedUpgrade: 502, .informationalsTooMany: 502,
        ]
        for fault in HTTPParseFault.allCases {
            #expect(Int(fault.status.code) == special[fault] ?? 400, "\(fault)")
        }
        #expect(
            Set(HTTPParseFault.allCases.map { String(describing: $0.label) }).count == HTTPParseFault.allCases.count)
    }
}
