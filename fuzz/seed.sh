#!/bin/sh
# Makes seeds of the corpus: sh fuzz/seed.sh, from anywhere.
set -eu
cd "$(dirname "$0")"
for target in read query lenient dates actors dictionary packed; do mkdir -p "corpus/$target"; done

find ../corpus/articles ../corpus/bad ../corpus/formats -type f | while read -r file; do
    # The place of the name in the target's list, as one byte.
    case $file in
        *.csv) byte='\032' ;;
        *.tsv) byte='\033' ;;
        *.eml) byte='\030' ;;
        *.mbox) byte='\031' ;;
        *.warc) byte='\025' ;;
        *.warc.gz) byte='\026' ;;
        *.wacz) byte='\027' ;;
        *.docx) byte='\034' ;;
        *.pdf) byte='\036' ;;
        *.rtf) byte='\035' ;;
        *.parquet) byte='\040' ;;
        *.txt.xz) byte='\024' ;;
        */nexis/* | */factiva/*) byte='\037' ;;
        *.jsonl.gz) byte='\007' ;;
        *.gz) byte='\005' ;;
        *.zst) byte='\006' ;;
        *.txt) byte='\000' ;;
        *.md) byte='\001' ;;
        *.html) byte='\002' ;;
        *.json) byte='\003' ;;
        *.jsonl) byte='\004' ;;
        *_mets.xml) byte='\017' ;;
        *.xml) byte='\010' ;;
        *.atom) byte='\014' ;;
        *.sgml) byte='\015' ;;
        *.sgm) byte='\016' ;;
        *) byte='\011' ;;
    esac
    name=$(echo "$file" | cksum | cut -d ' ' -f 1)
    { printf "$byte"; cat "$file"; } > "corpus/read/$name"
    case $file in
        *.gz | *.zst | *.warc | */bad/*) ;;
        *) for target in dates actors packed; do cp "$file" "corpus/$target/$name"; done ;;
    esac
done

# Archives of a few seeds, where there are tools to make them.
pack() {
    byte=$1 && shift
    name=$(echo "$*" | cksum | cut -d ' ' -f 1)
    { printf "$byte"; "$@"; } > "corpus/read/$name" 2>/dev/null || rm -f "corpus/read/$name"
}
pack '\021' tar -cf - ../corpus/articles/wire
pack '\022' tar -czf - ../corpus/articles/wire
pack '\024' sh -c 'tar -cf - ../corpus/articles/wire | xz'
pack '\023' sh -c 'tar -cf - ../corpus/articles/wire | bzip2'
pack '\020' sh -c 'zip -qr - ../corpus/articles/wire'

# The topics, the examples of the manual, and what the tests of errors try.
{
    cut -f 2 ../corpus/topics.tsv
    grep -ohE '"([^"\\]|\\.)*"' ../src/query/guide.rs ../src/query/tests/errors.rs \
        ../src/query/tests/habits.rs |
        sed -e 's/^"//' -e 's/"$//' -e 's/\\\(.\)/\1/g'
} | while IFS= read -r query; do
    name=$(printf '%s' "$query" | cksum | cut -d ' ' -f 1)
    printf '%s' "$query" > "corpus/query/$name"
    printf '%s' "$query" > "corpus/lenient/$name"
done

# Lists of actors in each form.
printf 'id,name,kind,code,aliases,parent,from,until\norg:acme,Acme,company,MNC,=ACME|!Old,org:b,2001,2002-03\n' \
    > corpus/dictionary/table
printf 'id\tname\nper:ulla-berg\tUlla Berg\n' > corpus/dictionary/short
printf 'HEAD_OF_NAMES_\n+OTHER_NAME_ ; why\n\t[XYZGOV 900101-950101] [XYZ <900101]\n\n# none\nTIN_[---]\n' \
    > corpus/dictionary/heads
printf '!PERSON! = MAN, MEN\nFISHER!PERSON! [~AGR]\nTHIEF {THIEVES} [~CRM]\n' > corpus/dictionary/agents
printf 'per:a = per:b = org:c\nremove per:d # why\n' > corpus/dictionary/same
