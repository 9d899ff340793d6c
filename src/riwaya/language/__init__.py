"""What differs between languages: spelling, words, sentences. One module a language; data lives in riwaya.lexicon."""
