import JSON
import RandomTesting
import Testing

@Suite(.timeLimit(.minutes(10)))
struct WritingTests {
    let value: JSON = [
        "version": 3, "a": ["z": [true, nil, "a/b"], "b": [:], "c": []], "text": "é\"\\\n\u{1}\u{1f}\u{7f}\u{2028}😀",
        "huge": .number("1e400"),
    ]

    @Test func `it is compact, in the order of the members`() {
        #expect(
            "\(value)"
                == #"{"version":3,"a":{"z":[true,null,"a/b"],"b":{},"c":[]},"text":"é\"\\\n\u0001\u001f"# + "\u{7f}\u{2028}"
                + #"😀","huge":1e400}"#)
    }

    @Test func `keys are sorted at every depth when asked`() {
        let text = String(decoding: value.bytes(sortedKeys: true), as: UTF8.self)
        #expect(text.hasPrefix(#"{"a":{"b":{},"c":[],"z":[true,null,"a/b"]},"huge":1e400,"text":"#))
    }

    @Test(arguments: [0, 1, 2, 15, 16, 17, 300])
    func `any number of keys are sorted, in whatever order they came`(count: Int) {
        var random = SplitMix(state: UInt64(count))
        let keys = (0..<count).map { "\(random.text())\($0)" }
        let object = JSON.Object(keys.map { ($0, 0) })
        #expect(object.sorted().members.map(\.key) == keys.sorted())
        #expect(object.sorted().sorted() == object)
    }

    @Test func `a document is written behind what is there`() {
        #expect(
            String(decoding: (["b": 1, "a": 2] as JSON).bytes(after: Array("a b ".utf8), sortedKeys: true), as: UTF8.self)
                == #"a b {"a":2,"b":1}"#)
    }

    @Test func `it is pretty when asked`() {
        let text = String(decoding: (["a": [1, ["b": nil]], "c": [], "d": [:]] as JSON).bytes(pretty: true), as: UTF8.self)
        #expect(text == "{\n  \"a\": [\n    1,\n    {\n      \"b\": null\n    }\n  ],\n  \"c\": [],\n  \"d\": {}\n}")
    }

    @Test(arguments: 1...20)
    func `what is written is read back the same, in any layout`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        for _ in 0..<200 {
            let value = random.json(depth: 4)
            #expect(try JSON(parsing: value.bytes()) == value)
            #expect(try JSON(parsing: value.bytes(sortedKeys: true, pretty: true)) == value)
            #expect(try JSON(parsing: value.bytes()).bytes() == value.bytes())
        }
    }

    @Test(arguments: 1...20)
    func `no bytes make the reader trap, and what it accepts it writes back`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let alphabet =
            Array(#"{}[]:,"\/ubn0123456789-+.eEtrufalsd "#.utf8) + [0, 0x1F, 0x7F, 0x80, 0xC3, 0xA9, 0xED, 0xA0, 0xF0, 0x9F, 0xFF]
        var accepted = 0
        for _ in 0..<2000 {
            var bytes = random.json(depth: 3).bytes()
            for _ in 0..<random.below(4) {
                switch random.below(3) {
                case 0: bytes.insert(alphabet[random.below(alphabet.count)], at: random.below(bytes.count + 1))
                case 1: if !bytes.isEmpty { bytes.remove(at: random.below(bytes.count)) }
                default: bytes.removeLast(min(bytes.count, random.below(5)))
                }
            }
            do {
                let value = try JSON(parsing: bytes)
                accepted += 1
                #expect(try JSON(parsing: value.bytes()) == value)
            } catch {
                if case .notJSON(let offset) = error { #expect(0...bytes.count ~= offset) }
            }
        }
        #expect(accepted > 200)
    }

    @Test func `two objects with the same members are equal and hash alike`() {
        let left: JSON = ["a": 1, "b": ["c": 2, "d": 3]]
        let right: JSON = ["b": ["d": 3, "c": 2], "a": 1]
        #expect(left == right && left.hashValue == right.hashValue)
        #expect(left != ["a": 1] && left != ["a": 1, "b": nil])
    }

    @Test func `a member is replaced in its place, added at the end, removed by nil`() {
        var object: JSON.Object = ["a": 1, "b": 2]
        object["a"] = "x"
        object["c"] = .null
        object["b"] = .none
        #expect(object.members.map(\.key) == ["a", "c"])
        #expect(object["a"] == "x" && object["c"] == .null && object["b"] == nil)
    }
}
